// Arithmetic modulo the Castagnoli polynomial at compile time: tables and folding constants are
// derived here, so that no kernel carries numbers that nobody can check. Bits are reflected: bit 31
// is x^0.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace dareblopy::crc32c {

inline constexpr uint32_t kPolynomial = 0x82f63b78;

/// a times x, modulo the polynomial.
constexpr uint32_t TimesX(uint32_t a) { return (a >> 1) ^ ((a & 1) != 0 ? kPolynomial : 0); }

/// a times b, modulo the polynomial.
constexpr uint32_t Multiply(uint32_t a, uint32_t b) {
  uint32_t product = 0;
  for (uint32_t bit = uint32_t{1} << 31; bit != 0; bit >>= 1) {
    if ((a & bit) != 0) product ^= b;
    b = TimesX(b);
  }
  return product;
}

/// x^n modulo the polynomial.
constexpr uint32_t PowerOfX(uint64_t n) {
  uint32_t result = uint32_t{1} << 31;
  uint32_t square = uint32_t{1} << 30;
  for (; n != 0; n >>= 1) {
    if ((n & 1) != 0) result = Multiply(result, square);
    square = Multiply(square, square);
  }
  return result;
}

/// The multiplier that carries 64 bits of a 128-bit lane `bits` further, for carry-less
/// multiplication: the product of two reflected numbers is one bit short, hence the shift by one.
constexpr uint64_t FoldConstant(uint64_t bits) { return uint64_t{PowerOfX(bits)} << 1; }

/// Four tables that together multiply a state by x^(8 * bytes): as if `bytes` zeros followed.
using ShiftTables = std::array<std::array<uint32_t, 256>, 4>;
constexpr ShiftTables MakeShiftTables(uint64_t bytes) {
  ShiftTables tables{};
  const uint32_t power = PowerOfX(8 * bytes);
  for (size_t byte = 0; byte < 4; ++byte) {
    for (uint32_t value = 0; value < 256; ++value)
      tables[byte][value] = Multiply(value << (8 * byte), power);
  }
  return tables;
}

inline uint32_t Shift(const ShiftTables& tables, uint32_t state) {
  return tables[0][state & 0xff] ^ tables[1][(state >> 8) & 0xff] ^
         tables[2][(state >> 16) & 0xff] ^ tables[3][state >> 24];
}

}  // namespace dareblopy::crc32c
