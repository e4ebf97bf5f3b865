// The inner loops of progressive decoding: runs of blocks of an AC scan (T.81 G.1.2.2, G.1.2.3).
#pragma once

#include <span>

#include "core/jpeg/huffman/bit_position.h"
#include "core/jpeg/huffman/huffman_table.h"

namespace dareblopy::jpeg {

/// What one block of a progressive scan can take in bytes, and what is read beyond: 63 symbols of
/// at most 31 bits.
inline constexpr size_t kMaxProgressiveBytes = 64 * 31 / 8 + 16;

/// An AC scan: coefficients `first` to `last` in zigzag order, `low` bits of which are to come.
struct AcBand {
  const HuffmanTable* table = nullptr;
  uint32_t first = 1;
  uint32_t last = 63;
  uint32_t low = 0;
};

struct AcState {
  BitPosition position{};
  uint32_t ended_blocks = 0;  // how many from the next one on have no more symbols (EOBRUN)
};

/// Blocks beside each other. nonzero[i] has a bit for each coefficient of block i, in zigzag order,
/// that is not zero; decoders keep it so.
struct BlockRun {
  CoefficientBlock* blocks = nullptr;
  uint64_t* nonzero = nullptr;
  uint32_t count = 0;
};

/// Decodes the blocks of a run, of a first scan of a band or of one that refines it. False, with
/// state and blocks left anyhow, for what a sound encoder does not write, or when the bytes end.
using AcDecoder = bool (*)(AcState& state, ScanBytes& bytes, const AcBand& band,
                           const BlockRun& run);

struct ProgressiveDecoders {
  AcDecoder first;
  AcDecoder refine;
};

/// The best for the CPU at hand.
const ProgressiveDecoders& BestProgressiveDecoders();
/// Every variant that runs on this CPU, the portable one first: for tests.
std::span<const ProgressiveDecoders> AllProgressiveDecoders();

}  // namespace dareblopy::jpeg
