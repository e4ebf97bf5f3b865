#include "core/jpeg/huffman/mcu_decoder.h"

#include <vector>

#include "core/base/cpu.h"
#include "core/jpeg/huffman/bit_reader.h"

namespace dareblopy::jpeg {

namespace {

constexpr uint64_t kLastOfBlock = 63;

/// One symbol of a block after coefficient `k`, whatever it is; false when there is no such code or
/// its coefficient would be beyond the block. An end of the block makes `k` its last.
template <bool store>
DAREBLOPY_INLINE bool TakeCarefully(BitPosition& in, const HuffmanTable& table, uint64_t& k,
                                    int16_t* block) {
  constexpr unsigned kZeros = 16;
  Load(in);
  const HuffmanTable::Symbol symbol = table.Find(in.bits);
  if (symbol.length == 0) return false;
  const unsigned run = symbol.value >> 4;
  const unsigned size = symbol.value & 15;
  in.bits <<= symbol.length;
  in.count -= symbol.length;
  if (size == 0) {
    k = run == kZeros - 1 ? k + kZeros : kLastOfBlock;
    return true;
  }
  k += run + 1;
  if (k > kLastOfBlock) return false;
  if (store) block[kZigzag[k]] = static_cast<int16_t>(Number(in.bits, 64 - size));
  in.bits <<= size;
  in.count -= size;
  return true;
}

/// The AC coefficients of a block. There are bits for two look-ups when it starts.
template <bool store>
DAREBLOPY_INLINE bool TakeAc(BitPosition& in, const HuffmanTable& table, int16_t* block) {
  const uint64_t* const entries = table.entries.data();
  uint64_t k = 0;  // the coefficient come to, in zigzag order
  uint64_t entry = 0;
  // Takes a symbol or two; not those that end the block or need care.
  const auto look = [&]() __attribute__((always_inline)) {
    entry = entries[in.bits >> (64 - kLookBits)];
    const uint64_t last = k + (entry >> entry::kLast & 127);
    if (static_cast<int64_t>(entry) < 0) return false;
    if (last >= kLastOfBlock) [[unlikely]]
      return false;
    if (store) {
      // Of one coefficient both places are the same, and what is stored last is right.
      const auto value = static_cast<int16_t>(entry >> entry::kValue);
      block[kZigzag[k + Field(entry, entry::kFirst)]] = value;
      const uint64_t bits = in.bits << Field(entry, entry::kNumberAt);
      block[kZigzag[last]] = static_cast<int16_t>(Number(bits, Field(entry, entry::kNumberOff)));
    }
    Drop(in, entry);
    k = last;
    return true;
  };
  for (;;) {
    if (look() && look() && (Load(in), look())) continue;
    const uint64_t first = k + Field(entry, entry::kFirst);
    if (static_cast<int64_t>(entry) < 0 && first < kLastOfBlock) [[likely]] {
      // As often as not no coefficient comes before the end: then this adds nothing to the last
      // one.
      if (store) {
        const uint64_t bits = in.bits << Field(entry, entry::kNumberAt);
        block[kZigzag[first]] += NumberOrZero(bits, Field(entry, entry::kNumberOff));
      }
      Drop(in, entry);
      return true;
    }
    if (!TakeCarefully<store>(in, table, k, block)) return false;
    if (k >= kLastOfBlock) return true;
    Load(in);
  }
}

DAREBLOPY_INLINE bool DecodeMcu(McuState& state, std::span<const BlockPlan> plan,
                                CoefficientBlock* const* blocks) {
  BitPosition in = state.position;
  for (size_t i = 0; i < plan.size(); ++i) {
    const BlockPlan& block = plan[i];
    int16_t* const out = blocks != nullptr ? *blocks[i] : nullptr;
    Load(in);
    int32_t difference = 0;
    if (!TakeDc(in, *block.dc, difference)) return false;
    if (block.use != BlockUse::none) {
      // Damaged images may count on and on: unsigned, so that it wraps.
      int32_t& prediction = state.predictions[block.component];
      prediction = static_cast<int32_t>(static_cast<uint32_t>(prediction) +
                                        static_cast<uint32_t>(difference));
      if (out != nullptr) out[0] = static_cast<int16_t>(prediction);
    }
    const bool wanted = out != nullptr && block.use == BlockUse::all;
    if (!(wanted ? TakeAc<true>(in, *block.ac, out) : TakeAc<false>(in, *block.ac, out))) {
      return false;
    }
  }
  state.position = in;
  return true;
}

bool DecodeMcuPortable(McuState& state, std::span<const BlockPlan> plan,
                       CoefficientBlock* const* blocks) {
  return DecodeMcu(state, plan, blocks);
}

#if defined(__x86_64__)
/// With shifts that take their count from any register.
__attribute__((target("bmi,bmi2"))) bool DecodeMcuBmi2(McuState& state,
                                                       std::span<const BlockPlan> plan,
                                                       CoefficientBlock* const* blocks) {
  return DecodeMcu(state, plan, blocks);
}
#endif

}  // namespace

std::span<const McuDecoder> AllMcuDecoders() {
  static const std::vector<McuDecoder> all = [] {
    std::vector<McuDecoder> found{DecodeMcuPortable};
#if defined(__x86_64__)
    if (Cpu().bmi2) found.push_back(DecodeMcuBmi2);
#endif
    return found;
  }();
  return all;
}

McuDecoder BestMcuDecoder() {
  static const McuDecoder best = AllMcuDecoders().back();
  return best;
}

}  // namespace dareblopy::jpeg
