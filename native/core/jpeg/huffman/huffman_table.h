// A Huffman table of a JPEG (T.81 annex C) as look-ups for the decoder of baseline scans.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace dareblopy::jpeg {

/// Bits that a look-up sees at once. With 10 a table fills a quarter of a first-level cache; with 9
/// or 11 the benchmark's photographs take longer.
inline constexpr int kLookBits = 10;

/// What the next kLookBits bits say, in one word. In an AC table that is one symbol or, where they
/// fit, two; a number that follows a symbol need not fit, it is taken from the bits behind it.
namespace entry {

// Where the fields start; each is 6 bits wide unless noted. Shift counts come without a mask: the
// CPU looks at their lowest 6 bits only.
inline constexpr int kTotal = 0;       // bits of it all, numbers included; at most kMostBits
inline constexpr int kNumberAt = 8;    // bits before the last symbol's number
inline constexpr int kNumberOff = 16;  // 64 less the bits of that number; 63 where it may have none
inline constexpr int kFirst = 24;      // how far on the first coefficient is
inline constexpr int kLast = 32;       // 7 bits: how far on the last coefficient is, or kCareful
inline constexpr int kValue = 47;      // 16 bits: the first of two coefficients
/// The block ends, after the coefficient at kFirst where that is not 0. In a progressive scan so do
/// the blocks that follow; kFirst has the bits of their number (T.81 G.1.2.2, EOBn).
inline constexpr uint64_t kEndOfBlock = uint64_t{1} << 63;

/// For kLast: what the fast path leaves to the careful one (a long code, a long run of zeros).
inline constexpr uint64_t kCareful = 64;
/// After one refill there are at least 56 bits: enough for three AC look-ups, or for one of a DC
/// table and two more.
inline constexpr int kMostBits = 18;
inline constexpr int kMostDcBits = 20;

}  // namespace entry

struct HuffmanTable {
  /// The symbol that the next kLookBits bits begin with; length 0 where its code is longer.
  struct Symbol {
    uint8_t length;
    uint8_t value;
  };
  enum class Kind : uint8_t { dc, ac, progressive };  // the last: AC symbols of a progressive scan
  using Counts = std::span<const uint8_t, 16>;        // codes of 1 to 16 bits
  using Symbols = std::span<const uint8_t, 256>;      // in the order of their codes

  std::array<uint64_t, size_t{1} << kLookBits> entries;
  std::array<Symbol, size_t{1} << kLookBits> symbols;
  // Of codes of each length: the first 16 bits that are beyond them, and what to add to a code for
  // its place in `values`.
  std::array<uint32_t, 17> limit;
  std::array<int32_t, 17> offset;
  std::array<uint8_t, 256> values{};
  std::array<uint8_t, 16> counts{};
  Kind built_kind = Kind::dc;
  bool built = false;

  /// Makes it the table of `counts` and `values`, unless it is already. False for a table that
  /// cannot be, and, with `second_time`, for one that it was not asked for before.
  bool Build(Kind kind, Counts counts, Symbols values, bool second_time = false);
  /// The most bits that a number after one of its AC symbols has.
  uint32_t MostNumberBits() const;
  /// The symbol that `bits` (the next ones, from the top) begin with; length 0 when none does.
  Symbol Find(uint64_t bits) const {
    const Symbol symbol = symbols[bits >> (64 - kLookBits)];
    return symbol.length != 0 ? symbol : FindLong(bits);
  }

 private:
  bool AssignCodes();
  bool AreDifferences() const;
  Symbol FindLong(uint64_t bits) const;
  void FillEntries(Kind kind);
  void FillPairs(uint32_t at, Symbol symbol);
  static uint64_t DcEntry(Symbol symbol);
  static uint64_t AcEntry(Symbol symbol);
  static uint64_t ProgressiveEntry(Symbol symbol);
  static uint64_t PairEntry(Symbol symbol, uint16_t value, Symbol next);
};

}  // namespace dareblopy::jpeg
