// The inner loop of baseline decoding: the bits of one MCU to coefficients (T.81 F.2.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/jpeg/huffman/bit_position.h"
#include "core/jpeg/huffman/huffman_table.h"

namespace dareblopy::jpeg {

inline constexpr size_t kMaxBlocks = 10;     // of an MCU, and
inline constexpr size_t kMaxComponents = 4;  // of a scan (T.81 B.2.3)
/// What one MCU can take in bytes, and what is read beyond: a block has at most 64 symbols of at
/// most 31 bits.
inline constexpr size_t kMaxMcuBytes = kMaxBlocks * 64 * 31 / 8 + 16;

/// What of a block's coefficients is asked for.
enum class BlockUse : uint8_t { all, dc, none };

struct BlockPlan {
  const HuffmanTable* dc = nullptr;
  const HuffmanTable* ac = nullptr;
  uint8_t component = 0;  // whose prediction its DC coefficient has
  BlockUse use = BlockUse::all;
};

struct McuState {
  BitPosition position{};
  int32_t predictions[kMaxComponents] = {};  // the last DC coefficient of each component
};

/// Decodes one MCU of `plan` and answers true. False, with `state` and coefficients left anyhow,
/// for what a sound encoder does not write: a code that is none, more coefficients than 64.
/// blocks[i] is block i of the MCU, all zeros before; with null `blocks` the MCU is skipped. There
/// are kMaxMcuBytes to read.
using McuDecoder = bool (*)(McuState& state, std::span<const BlockPlan> plan,
                            CoefficientBlock* const* blocks);

/// The best for the CPU at hand.
McuDecoder BestMcuDecoder();
/// Every variant that runs on this CPU, the portable one first: for tests.
std::span<const McuDecoder> AllMcuDecoders();

}  // namespace dareblopy::jpeg
