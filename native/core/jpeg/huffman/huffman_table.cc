#include "core/jpeg/huffman/huffman_table.h"

#include <algorithm>
#include <numeric>

namespace dareblopy::jpeg {

namespace {

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

bool HuffmanTable::Build(Kind kind, Counts new_counts, Symbols new_values, bool second_time) {
  const bool known = std::ranges::equal(counts, new_counts) &&
                     std::ranges::equal(values, new_values) && (kind == built_kind || !built);
  if (known && built) return true;
  std::ranges::copy(new_counts, counts.begin());
  std::ranges::copy(new_values, values.begin());
  built = false;
  if (second_time && !known) return false;
  built_kind = kind;
  built = AssignCodes() && (kind != Kind::dc || AreDifferences());
  if (built) FillEntries(kind);
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

void HuffmanTable::FillEntries(Kind kind) {
  // A code's bits, with whatever follows them, are a run of places; long codes have the last ones.
  uint32_t at = 0;
  while (at < entries.size() && symbols[at].length != 0) {
    const Symbol symbol = symbols[at];
    const uint32_t run = 1u << (kLookBits - symbol.length);
    const uint64_t entry = kind == Kind::dc   ? DcEntry(symbol)
                           : kind == Kind::ac ? AcEntry(symbol)
                                              : ProgressiveEntry(symbol);
    std::fill_n(&entries[at], run, entry);
    if (kind == Kind::ac) FillPairs(at, symbol);
    at += run;
  }
  std::fill(entries.begin() + at, entries.end(), kLeaveIt);
}

uint64_t HuffmanTable::DcEntry(Symbol symbol) {
  if (symbol.length + symbol.value > entry::kMostDcBits) return kLeaveIt;
  return Pack(symbol.length, symbol.value, 0, 0) - kOneMore;
}

uint64_t HuffmanTable::AcEntry(Symbol symbol) {
  const RunSize one(symbol.value);
  if (one.end_of_block()) return (Pack(symbol.length, 0, 0, 0) - kOneMore) | entry::kEndOfBlock;
  if (!one.coefficient() || symbol.length + one.size > entry::kMostBits) return kLeaveIt;
  return Pack(symbol.length, one.size, one.run + 1, one.run + 1);
}

uint64_t HuffmanTable::ProgressiveEntry(Symbol symbol) {
  const RunSize one(symbol.value);
  if (!one.end_of_block()) return AcEntry(symbol);
  return Pack(symbol.length, 0, one.run, 0) | entry::kEndOfBlock;
}

uint32_t HuffmanTable::MostNumberBits() const {
  const int count = std::accumulate(counts.begin(), counts.end(), 0);
  uint32_t most = 0;
  for (int i = 0; i < count; ++i) most = std::max(most, RunSize(values[i]).size);
  return most;
}

/// Where `symbol`, its number and another symbol fit into the places from `at` on.
void HuffmanTable::FillPairs(uint32_t at, Symbol symbol) {
  const RunSize one(symbol.value);
  const uint32_t length = symbol.length + one.size;
  if (!one.coefficient() || length >= kLookBits) return;
  const uint32_t room = kLookBits - length;
  for (uint32_t number = 0; number < 1u << one.size; ++number) {
    const auto value = static_cast<uint16_t>(Extend(number, one.size));
    uint32_t rest = 0;
    while (rest < 1u << room) {
      const Symbol next = symbols[rest << length];
      if (next.length == 0 || next.length > room) break;
      const uint32_t run = 1u << (room - next.length);
      const uint64_t entry = PairEntry(symbol, value, next);
      if (entry != kLeaveIt) std::fill_n(&entries[at + (number << room) + rest], run, entry);
      rest += run;
    }
  }
}

uint64_t HuffmanTable::PairEntry(Symbol symbol, uint16_t value, Symbol next) {
  const RunSize one(symbol.value);
  const RunSize two(next.value);
  const uint32_t length = symbol.length + one.size + next.length;
  const uint64_t first = one.run + 1;
  if (two.end_of_block()) {
    const uint64_t end = uint64_t{next.length} << entry::kTotal | entry::kEndOfBlock;
    return Pack(symbol.length, one.size, first, first) - kOneMore + end;
  }
  if (!two.coefficient() || length + two.size > entry::kMostBits) return kLeaveIt;
  return Pack(length, two.size, first, first + two.run + 1) | uint64_t{value} << entry::kValue;
}

}  // namespace dareblopy::jpeg
