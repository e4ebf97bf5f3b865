// Every variant of the inner loops gives what the portable one gives, whatever the bits.
#include "core/jpeg/huffman/progressive_decoder.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <vector>

#include "core/batch/random.h"

namespace dareblopy::jpeg {
namespace {

constexpr uint32_t kBlocks = 40;

/// Symbols of progressive scans: coefficients of one bit or a few, ends of blocks, runs of zeros.
HuffmanTable Table(bool refines) {
  HuffmanTable table;
  // Nearly complete, so that random bits are seldom no code at all.
  const std::array<uint8_t, 16> counts{0, 1, 3, 4, 2, 3, 1, 1, 1, 1, 1};
  const std::array<uint8_t, 18> plain{0x01, 0x02, 0x00, 0x11, 0x03, 0x21, 0x10, 0x31, 0x04,
                                      0x20, 0xF0, 0x41, 0x30, 0x12, 0x51, 0x22, 0x61, 0x05};
  std::array<uint8_t, 256> values{};
  for (size_t i = 0; i < plain.size(); ++i) {
    const bool coefficient = (plain[i] & 15) != 0;
    values[i] = refines && coefficient ? static_cast<uint8_t>((plain[i] & 0xF0) | 1) : plain[i];
  }
  EXPECT_TRUE(table.Build(HuffmanTable::Kind::progressive, counts, values));
  return table;
}

struct Outcome {
  bool decoded = false;
  std::vector<int16_t> coefficients;
  std::vector<uint64_t> nonzero;
  uint32_t ended_blocks = 0;
  int64_t unread = 0;
  bool operator==(const Outcome&) const = default;
};

/// A first scan of some bytes, then one that refines it with others.
std::array<Outcome, 2> Decode(const ProgressiveDecoders& decoders, const std::vector<uint8_t>& data,
                              const std::vector<uint8_t>& more) {
  static const HuffmanTable first = Table(false);
  static const HuffmanTable refine = Table(true);
  std::array<Outcome, 2> outcomes;
  std::vector<int16_t> coefficients(kBlocks * 64);
  std::vector<uint64_t> nonzero(kBlocks);
  for (int scan = 0; scan < 2; ++scan) {
    ScanBytes bytes;
    const auto& from = scan == 0 ? data : more;
    bytes.Start(from.data(), from.data() + from.size());
    AcState state{.position = {.at = bytes.begin()}};
    const AcBand band{
        .table = scan == 0 ? &first : &refine, .first = 1, .last = 63, .low = scan == 0 ? 2u : 1u};
    const AcDecoder decode = scan == 0 ? decoders.first : decoders.refine;
    Outcome& outcome = outcomes[static_cast<size_t>(scan)];
    outcome.decoded =
        decode(state, bytes, band,
               {reinterpret_cast<CoefficientBlock*>(coefficients.data()), nonzero.data(), kBlocks});
    if (!outcome.decoded) break;  // what is left then means nothing
    outcome.coefficients = coefficients;
    outcome.nonzero = nonzero;
    outcome.ended_blocks = state.ended_blocks;
    outcome.unread = UnreadBits(bytes, state.position);
  }
  return outcomes;
}

std::vector<uint8_t> RandomBytes(uint64_t key, size_t size) {
  const RowRandom random(key, RandomStream::color);
  std::vector<uint8_t> bytes(size);
  for (size_t i = 0; i < size; ++i) {
    bytes[i] = static_cast<uint8_t>(random.Between(i, 0, 255));  // 255 as good as never
  }
  return bytes;
}

TEST(ProgressiveDecoderTest, EveryVariantDecodesAlike) {
  const auto all = AllProgressiveDecoders();
  int refined = 0;
  for (uint64_t key = 0; key < 3000; ++key) {
    const auto data = RandomBytes(2 * key, 60 + key % 3000);
    const auto more = RandomBytes(2 * key + 1, 60 + key % 2000);
    const auto expected = Decode(all.front(), data, more);
    refined += expected[1].decoded;
    for (const ProgressiveDecoders& decoders : all) {
      EXPECT_TRUE(Decode(decoders, data, more) == expected) << key;
    }
    if (!expected[0].decoded) continue;
    for (uint32_t i = 0; i < kBlocks; ++i) {
      uint64_t nonzero = 0;
      for (int k = 1; k < 64; ++k) nonzero += expected[0].coefficients[i * 64 + k] != 0;
      EXPECT_EQ(nonzero, static_cast<uint64_t>(std::popcount(expected[0].nonzero[i])));
    }
  }
  EXPECT_GT(refined, 100);
}

}  // namespace
}  // namespace dareblopy::jpeg
