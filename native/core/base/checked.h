// Arithmetic on numbers that come from files: every sum and product is checked before it is used.
#pragma once

#include <cstdint>
#include <optional>

namespace dareblopy {

inline std::optional<uint64_t> CheckedAdd(uint64_t a, uint64_t b) {
  uint64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

inline std::optional<uint64_t> CheckedMul(uint64_t a, uint64_t b) {
  uint64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

/// Whether [begin, begin + length) lies inside [0, size).
inline bool RangeFits(uint64_t begin, uint64_t length, uint64_t size) {
  return begin <= size && length <= size - begin;
}

}  // namespace dareblopy
