// Taking codes and numbers from the bits of a scan (T.81 F.2.2). For the decoders' inner loops
// alone: all of it must become part of each variant of a loop, to be compiled for its CPU.
#pragma once

#include "core/base/endian.h"
#include "core/jpeg/huffman/bit_position.h"
#include "core/jpeg/huffman/huffman_table.h"

#define DAREBLOPY_INLINE inline __attribute__((always_inline))

namespace dareblopy::jpeg {

inline constexpr uint8_t kZigzag[64] = {
    0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48,
    41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
    30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};

/// The lowest 6 bits of a shifted entry; free where they count a shift.
DAREBLOPY_INLINE unsigned Field(uint64_t entry, int at) {
  return static_cast<unsigned>(entry >> at) & 63;
}

/// At least 56 bits from here on. `count` may have anything above its lowest 6 bits.
DAREBLOPY_INLINE void Load(BitPosition& in) {
  in.bits |= LoadBe64(in.at) >> (static_cast<unsigned>(in.count) & 63);
  in.at += ~in.count >> 3 & 7;
  in.count |= 56;
}

DAREBLOPY_INLINE void Drop(BitPosition& in, uint64_t entry) {
  in.bits <<= Field(entry, entry::kTotal);
  in.count -= entry;  // whose lowest bits are the total
}

/// The number in the top bits of `bits`, of which there are 64 - `off` (T.81 F.2.2.1, EXTEND): one
/// that starts with a zero is negative, and its bits are inverted.
DAREBLOPY_INLINE int32_t Number(uint64_t bits, unsigned off) {
  const auto negative = ~static_cast<uint64_t>(static_cast<int64_t>(bits) >> 63);
  const uint64_t magnitude = (bits ^ negative) >> off;
  return static_cast<int32_t>((magnitude ^ negative) - negative);
}

/// The same of 63 - `off` bits, which may be none.
DAREBLOPY_INLINE int32_t NumberOrZero(uint64_t bits, unsigned off) {
  const auto negative = ~static_cast<uint64_t>(static_cast<int64_t>(bits) >> 63);
  const uint64_t magnitude = (bits ^ negative) >> 1 >> off;
  return static_cast<int32_t>((magnitude ^ negative) - negative);
}

/// The difference of a DC coefficient to the one before; false when there is no such code.
DAREBLOPY_INLINE bool TakeDc(BitPosition& in, const HuffmanTable& table, int32_t& difference) {
  uint64_t entry = table.entries[in.bits >> (64 - kLookBits)];
  if (Field(entry, entry::kTotal) == 0) [[unlikely]] {
    const HuffmanTable::Symbol symbol = table.Find(in.bits);
    if (symbol.length == 0) return false;
    difference = NumberOrZero(in.bits << symbol.length, 63 - symbol.value);
    Drop(in, symbol.length + uint64_t{symbol.value});
    Load(in);
    return true;
  }
  difference =
      NumberOrZero(in.bits << Field(entry, entry::kNumberAt), Field(entry, entry::kNumberOff));
  Drop(in, entry);
  return true;
}

}  // namespace dareblopy::jpeg
