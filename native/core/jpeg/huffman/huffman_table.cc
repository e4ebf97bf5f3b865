#include "core/jpeg/huffman/huffman_table.h"

#include <algorithm>
#include <numeric>

namespace dareblopy::jpeg {

namespace {

constexpr uint32_t kLookMask = (1u << kLookBits) - 1;
constexpr uint32_t kLongRun = 15;  // of a symbol without a number: 16 zeros; else the block ends

/// A symbol of an AC table: so many zeros, then a number of so many bits (T.81 F.1.2.2.1).
struct RunSize {
  explicit RunSize(uint8_t symbol) : run(symbol >> 4), size(symbol & 15) {}
  uint32_t run;
  uint32_t size;
  bool coefficient() const { return size != 0; }
  bool end_of_block() const { return size == 0 && run != kLongRun; }
};

/// The number that `size` bits stand for (T.81 F.2.2.1, EXTEND).
int32_t Extend(uint32_t bits, uint32_t size) {
  const bool positive = bits >> (size - 1) != 0;
  return static_cast<int32_t>(bits) - (positive ? 0 : (1 << size) - 1);
}

/// An entry whose last symbol has a number of `size` bits, `number_at` bits in.
uint64_t Pack(uint64_t number_at, uint64_t size, uint64_t first, uint64_t last) {
  return (number_at + size) << entry::kTotal | number_at << entry::kNumberAt |
         (64 - size) << entry::kNumberOff | first << entry::kFirst | last << entry::kLast;
}

/// Where there may be no number at all: no CPU shifts by 64, so the decoder shifts once more.
constexpr uint64_t kOneMore = uint64_t{1} << entry::kNumberOff;
constexpr uint64_t kLeaveIt = entry::kCareful << entry::kLast;

}  // namespace

bool HuffmanTable::Build(Kind kind, Counts new_counts, Symbols new_values) {
  if (built && std::ranges::equal(counts, new_counts) && std::ranges::equal(values, new_values)) {
    return true;
  }
  std::ranges::copy(new_counts, counts.begin());
  std::ranges::copy(new_values, values.begin());
  built = AssignCodes() && (kind == Kind::ac || AreDifferences());
  for (uint32_t bits = 0; built && bits <= kLookMask; ++bits) {
    entries[bits] = kind == Kind::dc ? DcEntry(bits) : AcEntry(bits);
  }
  return built;
}

/// T.81 C.2: codes count up from zero, and get a bit longer where the lengths do.
bool HuffmanTable::AssignCodes() {
  symbols.fill({0, 0});
  uint32_t code = 0;
  uint32_t at = 0;
  for (uint32_t length = 1; length <= 16; ++length) {
    const uint32_t count = counts[length - 1];
    if (at + count > values.size() || code + count > 1u << length) return false;
    offset[length] = static_cast<int32_t>(at) - static_cast<int32_t>(code);
    if (length <= kLookBits) {
      const uint32_t spread = kLookBits - length;
      for (uint32_t i = 0; i < count; ++i) {
        const auto first = symbols.begin() + ((code + i) << spread);
        std::fill_n(first, 1u << spread, Symbol{static_cast<uint8_t>(length), values[at + i]});
      }
    }
    code += count;
    at += count;
    limit[length] = code << (16 - length);
    code <<= 1;
  }
  return true;
}

/// Whether all symbols are sizes that a difference of DC coefficients can have.
bool HuffmanTable::AreDifferences() const {
  const int count = std::accumulate(counts.begin(), counts.end(), 0);
  return std::all_of(values.begin(), values.begin() + count,
                     [](uint8_t size) { return size <= 15; });
}

HuffmanTable::Symbol HuffmanTable::FindLong(uint64_t bits) const {
  const auto first = static_cast<uint32_t>(bits >> 48);
  for (uint32_t length = kLookBits + 1; length <= 16; ++length) {
    if (first >= limit[length]) continue;
    const int32_t place = static_cast<int32_t>(first >> (16 - length)) + offset[length];
    return {static_cast<uint8_t>(length), values[static_cast<size_t>(place) & 255]};
  }
  return {0, 0};
}

uint64_t HuffmanTable::DcEntry(uint32_t bits) const {
  const Symbol symbol = symbols[bits];
  if (symbol.length == 0 || symbol.length + symbol.value > entry::kMostDcBits) return kLeaveIt;
  return Pack(symbol.length, symbol.value, 0, 0) - kOneMore;
}

uint64_t HuffmanTable::AcEntry(uint32_t bits) const {
  const Symbol symbol = symbols[bits];
  const RunSize one(symbol.value);
  if (symbol.length == 0) return kLeaveIt;
  if (one.end_of_block()) return (Pack(symbol.length, 0, 0, 0) - kOneMore) | entry::kEndOfBlock;
  const uint32_t length = symbol.length + one.size;
  if (!one.coefficient() || length > entry::kMostBits) return kLeaveIt;
  const uint64_t first = one.run + 1;
  const uint64_t alone = Pack(symbol.length, one.size, first, first);
  if (length >= kLookBits) return alone;

  const Symbol next = symbols[bits << length & kLookMask];
  const RunSize two(next.value);
  if (next.length == 0 || length + next.length > kLookBits) return alone;
  if (two.end_of_block()) {
    return (alone + (uint64_t{next.length} << entry::kTotal) - kOneMore) | entry::kEndOfBlock;
  }
  if (!two.coefficient() || length + next.length + two.size > entry::kMostBits) return alone;
  const int32_t value = Extend(bits >> (kLookBits - length) & ((1u << one.size) - 1), one.size);
  return Pack(length + next.length, two.size, first, first + two.run + 1) |
         uint64_t{static_cast<uint16_t>(value)} << entry::kValue;
}

}  // namespace dareblopy::jpeg
