#include "core/jpeg/huffman/progressive_decoder.h"

#include <algorithm>
#include <bit>
#include <vector>

#include "core/base/cpu.h"
#include "core/jpeg/huffman/bit_reader.h"

namespace dareblopy::jpeg {

namespace {

constexpr uint32_t kZeros = 16;  // that a symbol of run 15 without a number stands for
constexpr uint32_t kZeroRun = 15;

/// A symbol, its code taken. A number of `size` bits follows.
struct RunSize {
  uint32_t run;
  uint32_t size;
};

DAREBLOPY_INLINE void DropBits(BitPosition& in, uint32_t count) {
  in.bits <<= count;
  in.count -= count;
}

/// `count` bits, 1 to 16 of them.
DAREBLOPY_INLINE uint32_t TakeBits(BitPosition& in, uint32_t count) {
  const auto bits = static_cast<uint32_t>(in.bits >> (64 - count));
  DropBits(in, count);
  return bits;
}

/// False when there is no such code.
DAREBLOPY_INLINE bool TakeSymbol(BitPosition& in, const HuffmanTable& table, RunSize& symbol) {
  const HuffmanTable::Symbol found = table.Find(in.bits);
  if (found.length == 0) return false;
  symbol = {.run = uint32_t{found.value} >> 4, .size = found.value & 15u};
  DropBits(in, found.length);
  return true;
}

/// The blocks that end with EOBn, this one included (T.81 G.1.2.2).
DAREBLOPY_INLINE uint32_t TakeEndedBlocks(BitPosition& in, uint32_t bits) {
  return (1u << bits) + (bits != 0 ? TakeBits(in, bits) : 0);
}

/// The block that `in` is before has all its bytes, as far as there are any.
DAREBLOPY_INLINE void Need(ScanBytes& bytes, BitPosition& in) {
  in.at = bytes.Need(in.at, kMaxProgressiveBytes);
}

DAREBLOPY_INLINE bool RanOut(const ScanBytes& bytes, const BitPosition& in) {
  return bytes.ended() && UnreadBits(bytes, in) < 0;
}

/// The symbols of one block, up to its end. 0 when something is wrong, else 1 and the blocks that
/// ended with it.
DAREBLOPY_INLINE uint32_t FirstOfBlock(BitPosition& in, const AcBand& band, int16_t* block,
                                       uint64_t& nonzero) {
  const uint64_t* const entries = band.table->entries.data();
  uint32_t k = band.first - 1;  // the coefficient come to
  for (;;) {
    Load(in);
    const uint64_t entry = entries[in.bits >> (64 - kLookBits)];
    if (static_cast<int64_t>(entry) < 0) {
      const unsigned bits = Field(entry, entry::kFirst);
      Drop(in, entry);
      return 1 + TakeEndedBlocks(in, bits);
    }
    const auto last = k + static_cast<uint32_t>(entry >> entry::kLast & 127);
    if (last <= band.last) [[likely]] {
      const uint64_t bits = in.bits << Field(entry, entry::kNumberAt);
      const int32_t value = Number(bits, Field(entry, entry::kNumberOff));
      block[kZigzag[last]] = static_cast<int16_t>(static_cast<uint32_t>(value) << band.low);
      nonzero |= uint64_t{1} << last;
      Drop(in, entry);
      k = last;
      if (k == band.last) return 1;
      continue;
    }
    RunSize symbol;
    if (!TakeSymbol(in, *band.table, symbol)) return 0;
    if (symbol.size == 0 && symbol.run != kZeroRun) return 1 + TakeEndedBlocks(in, symbol.run);
    k += symbol.size == 0 ? kZeros : symbol.run + 1;
    if (k > band.last) return 0;
    if (symbol.size != 0) {
      const int32_t value = Number(in.bits, 64 - symbol.size);
      block[kZigzag[k]] = static_cast<int16_t>(static_cast<uint32_t>(value) << band.low);
      nonzero |= uint64_t{1} << k;
      DropBits(in, symbol.size);
    }
    if (k == band.last) return 1;
  }
}

DAREBLOPY_INLINE bool FirstScan(AcState& state, ScanBytes& bytes, const AcBand& band,
                                const BlockRun& run) {
  BitPosition in = state.position;
  uint32_t ended = state.ended_blocks;
  for (uint32_t i = 0; i < run.count; ++i) {
    if (ended != 0) {
      const uint32_t skipped = std::min(ended, run.count - i);
      ended -= skipped;
      i += skipped - 1;
      continue;
    }
    Need(bytes, in);
    const uint32_t taken = FirstOfBlock(in, band, run.blocks[i], run.nonzero[i]);
    if (taken == 0 || RanOut(bytes, in)) return false;
    if (taken > 1) ended = taken - 2;
  }
  state = {.position = in, .ended_blocks = ended};
  return true;
}

/// Correction bits of a block, in the order of its coefficients. They come in between the symbols,
/// and are applied together.
struct Corrections {
  uint64_t bits = 0;
};

/// Takes a bit for each of `count` coefficients. There are at least kReady bits.
constexpr uint32_t kReady = 56 - 17;
DAREBLOPY_INLINE void TakeCorrections(BitPosition& in, uint32_t count, Corrections& corrections) {
  while (count > kReady) [[unlikely]] {
      Load(in);
      corrections.bits = corrections.bits << kReady | in.bits >> (64 - kReady);
      DropBits(in, kReady);
      Load(in);
      count -= kReady;
    }
  corrections.bits = corrections.bits << count | in.bits >> 1 >> (63 - count);
  DropBits(in, count);
}

/// The lowest bits of `bits` at the places of `mask`'s ones (BMI2, which is written as assembly
/// because a function for any CPU cannot inline an intrinsic of that one).
#if defined(__x86_64__)
DAREBLOPY_INLINE uint64_t Deposit(uint64_t bits, uint64_t mask) {
  asm("pdep %1, %0, %0" : "+r"(bits) : "r"(mask));
  return bits;
}

DAREBLOPY_INLINE uint64_t Reverse(uint64_t bits) {
  const auto swap = [](uint64_t x, uint64_t mask, int by) __attribute__((always_inline)) {
    return (x >> by & mask) | (x & mask) << by;
  };
  bits = swap(bits, 0x5555555555555555, 1);
  bits = swap(bits, 0x3333333333333333, 2);
  bits = swap(bits, 0x0F0F0F0F0F0F0F0F, 4);
  return __builtin_bswap64(bits);
}
#endif

/// A coefficient's magnitude grows by `step` where its bit is one. `deposit`: the CPU has BMI2.
template <bool deposit>
DAREBLOPY_INLINE void Apply(const Corrections& corrections, uint64_t which, int32_t step,
                            int16_t* block) {
  if (which == 0) return;
  uint64_t bits = corrections.bits << (64 - std::popcount(which));
#if defined(__x86_64__)
  if constexpr (deposit) {
    uint64_t ones = Deposit(Reverse(bits), which);
    for (; ones != 0; ones &= ones - 1) {
      int16_t& coefficient = block[kZigzag[std::countr_zero(ones)]];
      const int32_t sign = coefficient >> 15;
      coefficient = static_cast<int16_t>(coefficient + ((step ^ sign) - sign));
    }
    return;
  }
#endif
  for (; which != 0; which &= which - 1) {
    int16_t& coefficient = block[kZigzag[std::countr_zero(which)]];
    const auto wanted = static_cast<int32_t>(static_cast<int64_t>(bits) >> 63);
    const int32_t sign = coefficient >> 15;  // 0 or -1
    coefficient = static_cast<int16_t>(coefficient + (((step ^ sign) - sign) & wanted));
    bits <<= 1;
  }
}

/// `mask` without its `count` lowest bits; 0 where it has no more.
template <bool deposit>
DAREBLOPY_INLINE uint64_t DropLowest(uint64_t mask, uint32_t count) {
#if defined(__x86_64__)
  if constexpr (deposit) {
    return mask & (0 - Deposit(uint64_t{1} << count, mask));
  }
#endif
  for (; count != 0; --count) mask &= mask - 1;
  return mask;
}

/// The bits from `from` to `to`, which is at most 63.
DAREBLOPY_INLINE uint64_t Through(uint32_t from, uint32_t to) {
  return ~uint64_t{0} << from & ~uint64_t{0} >> (63 - to);
}

/// As FirstOfBlock, for a block that has symbols in a scan that refines.
template <bool deposit>
DAREBLOPY_INLINE uint32_t RefineBlock(BitPosition& in, const AcBand& band, int16_t* block,
                                      uint64_t& nonzero) {
  const uint64_t* const entries = band.table->entries.data();
  const int32_t step = 1 << band.low;
  const uint64_t whole = Through(band.first, band.last);
  const uint64_t before = nonzero & whole;
  uint64_t left = before;  // to correct
  uint64_t zeros = ~nonzero & whole;
  uint32_t ended = 0;
  Corrections corrections;
  for (;;) {
    Load(in);
    const uint64_t entry = entries[in.bits >> (64 - kLookBits)];
    uint32_t run;
    bool coefficient = true;
    int32_t value = 0;
    if (static_cast<int64_t>(entry) < 0) {
      const unsigned bits = Field(entry, entry::kFirst);
      Drop(in, entry);
      ended = TakeEndedBlocks(in, bits);
      break;
    }
    if ((entry >> entry::kLast & 127) != entry::kCareful) [[likely]] {
      if (Field(entry, entry::kNumberOff) != 63) return 0;  // a new coefficient has one bit
      run = static_cast<uint32_t>(entry >> entry::kLast & 127) - 1;
      value = Number(in.bits << Field(entry, entry::kNumberAt), 63);
      Drop(in, entry);
    } else {
      RunSize symbol;
      if (!TakeSymbol(in, *band.table, symbol) || symbol.size > 1) return 0;
      run = symbol.run;
      coefficient = symbol.size != 0;
      if (!coefficient && run != kZeroRun) {
        ended = TakeEndedBlocks(in, run);
        break;
      }
      if (coefficient) {
        value = Number(in.bits, 63);
        DropBits(in, 1);
      }
    }
    zeros = DropLowest<deposit>(zeros, run);
    if (zeros == 0) return 0;
    const auto at = static_cast<uint32_t>(std::countr_zero(zeros));
    const uint64_t passed = left & ~(~uint64_t{0} << at);
    TakeCorrections(in, static_cast<uint32_t>(std::popcount(passed)), corrections);
    left ^= passed;
    if (coefficient) {
      block[kZigzag[at]] = static_cast<int16_t>(value * step);
      nonzero |= uint64_t{1} << at;
    }
    zeros &= zeros - 1;
    if (at == band.last) break;  // nothing is left
  }
  if (ended != 0 && left != 0) {
    Load(in);
    TakeCorrections(in, static_cast<uint32_t>(std::popcount(left)), corrections);
  }
  Apply<deposit>(corrections, before, step, block);
  return 1 + ended;
}

template <bool deposit>
DAREBLOPY_INLINE bool RefineScan(AcState& state, ScanBytes& bytes, const AcBand& band,
                                 const BlockRun& run) {
  BitPosition in = state.position;
  uint32_t ended = state.ended_blocks;
  const uint64_t whole = Through(band.first, band.last);
  for (uint32_t i = 0; i < run.count; ++i) {
    if (ended != 0) {
      --ended;
      const uint64_t present = run.nonzero[i] & whole;
      if (present == 0) continue;
      Need(bytes, in);
      Load(in);
      Corrections corrections;
      TakeCorrections(in, static_cast<uint32_t>(std::popcount(present)), corrections);
      Apply<deposit>(corrections, present, 1 << band.low, run.blocks[i]);
      if (RanOut(bytes, in)) return false;
      continue;
    }
    Need(bytes, in);
    const uint32_t taken = RefineBlock<deposit>(in, band, run.blocks[i], run.nonzero[i]);
    if (taken == 0 || RanOut(bytes, in)) return false;
    if (taken > 1) ended = taken - 2;
  }
  state = {.position = in, .ended_blocks = ended};
  return true;
}

bool FirstPortable(AcState& state, ScanBytes& bytes, const AcBand& band, const BlockRun& run) {
  return FirstScan(state, bytes, band, run);
}

bool RefinePortable(AcState& state, ScanBytes& bytes, const AcBand& band, const BlockRun& run) {
  return RefineScan<false>(state, bytes, band, run);
}

#if defined(__x86_64__)
/// With shifts that take their count from any register, and one instruction for the lowest bit.
__attribute__((target("bmi,bmi2,popcnt"))) bool FirstBmi2(AcState& state, ScanBytes& bytes,
                                                          const AcBand& band, const BlockRun& run) {
  return FirstScan(state, bytes, band, run);
}

__attribute__((target("bmi,bmi2,popcnt"))) bool RefineBmi2(AcState& state, ScanBytes& bytes,
                                                           const AcBand& band,
                                                           const BlockRun& run) {
  return RefineScan<true>(state, bytes, band, run);
}
#endif

}  // namespace

std::span<const ProgressiveDecoders> AllProgressiveDecoders() {
  static const std::vector<ProgressiveDecoders> all = [] {
    std::vector<ProgressiveDecoders> found{{FirstPortable, RefinePortable}};
#if defined(__x86_64__)
    if (Cpu().bmi2) found.push_back({FirstBmi2, RefineBmi2});
#endif
    return found;
  }();
  return all;
}

const ProgressiveDecoders& BestProgressiveDecoders() {
  static const ProgressiveDecoders best = AllProgressiveDecoders().back();
  return best;
}

}  // namespace dareblopy::jpeg
