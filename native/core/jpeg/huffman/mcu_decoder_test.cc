#include "core/jpeg/huffman/mcu_decoder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <vector>

#include "core/jpeg/huffman/baseline_scan.h"

namespace dareblopy::jpeg {
namespace {

constexpr int kZigzag[64] = {0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,
                             12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6,  7,  14, 21, 28,
                             35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
                             58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};

using Random = std::mt19937;

uint32_t Below(Random& random, uint32_t end) { return random() % end; }

struct Codes {
  std::vector<uint8_t> counts = std::vector<uint8_t>(16);
  std::vector<uint8_t> values = std::vector<uint8_t>(256);
};

/// A tree with leaves at random depths, all of which but the last are codes, as T.81 wants it.
Codes RandomCodes(Random& random, uint32_t symbols, HuffmanTable::Kind kind) {
  Codes codes;
  std::vector<uint32_t> leaves = {1, 1};  // their depths
  while (leaves.size() <= symbols) {
    uint32_t& leaf = leaves[Below(random, static_cast<uint32_t>(leaves.size()))];
    if (leaf == 16) continue;
    const uint32_t depth = ++leaf;
    leaves.push_back(depth);
  }
  leaves.erase(std::ranges::max_element(leaves));
  for (const uint32_t depth : leaves) ++codes.counts[depth - 1];
  for (uint32_t i = 0; i < 256; ++i) {
    const uint32_t dc = Below(random, 16);
    const uint32_t ac =
        Below(random, 4) == 0 ? Below(random, 256) : Below(random, 3) << 4 | Below(random, 8);
    codes.values[i] = static_cast<uint8_t>(kind == HuffmanTable::Kind::dc ? dc : ac);
  }
  return codes;
}

/// T.81 F.2.2 to the letter, bit by bit.
class Reference {
 public:
  explicit Reference(const std::vector<uint8_t>& bytes) : bytes_(bytes) {}
  size_t position() const { return at_; }

  bool Block(const Codes& dc, const Codes& ac, int32_t& prediction, int16_t* out) {
    const int size = Symbol(dc);
    if (size < 0) return false;
    prediction += Number(size);
    out[0] = static_cast<int16_t>(prediction);
    for (int k = 1; k < 64; ++k) {
      const int symbol = Symbol(ac);
      if (symbol < 0) return false;
      const int run = symbol >> 4;
      const int bits = symbol & 15;
      if (bits == 0 && run != 15) return true;
      k += run;
      if (bits == 0) continue;
      if (k > 63) return false;
      out[kZigzag[k]] = static_cast<int16_t>(Number(bits));
    }
    return true;
  }

 private:
  uint32_t Bit() {
    const uint32_t bit = bytes_[at_ / 8] >> (7 - at_ % 8) & 1;
    ++at_;
    return bit;
  }
  int Symbol(const Codes& codes) {
    uint32_t code = 0;
    uint32_t first = 0;
    uint32_t place = 0;
    for (uint32_t length = 1; length <= 16; ++length) {
      code = code << 1 | Bit();
      const uint32_t count = codes.counts[length - 1];
      if (code < first + count) return codes.values[place + code - first];
      place += count;
      first = (first + count) << 1;
    }
    return -1;
  }
  int32_t Number(int size) {
    int32_t value = 0;
    for (int i = 0; i < size; ++i) value = value << 1 | static_cast<int32_t>(Bit());
    return size > 0 && value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  const std::vector<uint8_t>& bytes_;
  size_t at_ = 0;
};

TEST(McuDecoderTest, EveryVariantDecodesAsTheStandardSays) {
  Random random(1);
  HuffmanTable dc;
  HuffmanTable ac;
  int sound = 0;
  for (int round = 0; round < 3000; ++round) {
    const Codes dc_codes = RandomCodes(random, 16, HuffmanTable::Kind::dc);
    const Codes ac_codes = RandomCodes(random, 20 + Below(random, 237), HuffmanTable::Kind::ac);
    ASSERT_TRUE(dc.Build(HuffmanTable::Kind::dc, HuffmanTable::Counts(dc_codes.counts),
                         HuffmanTable::Symbols(dc_codes.values)));
    ASSERT_TRUE(ac.Build(HuffmanTable::Kind::ac, HuffmanTable::Counts(ac_codes.counts),
                         HuffmanTable::Symbols(ac_codes.values)));
    std::vector<uint8_t> bytes(kMaxMcuBytes);
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random());

    const std::vector<BlockPlan> plan = {{&dc, &ac, 0}, {&dc, &ac, 1}, {&dc, &ac, 0}};
    Reference reference(bytes);
    const int16_t nothing[3][64] = {};
    int16_t expected[3][64] = {};
    int32_t predictions[4] = {};
    bool good = true;
    for (int i = 0; i < 3 && good; ++i) {
      good = reference.Block(dc_codes, ac_codes, predictions[plan[i].component], expected[i]);
    }
    sound += good ? 1 : 0;
    for (const McuDecoder decode : AllMcuDecoders()) {
      for (bool skip : {false, true}) {
        int16_t blocks[3][64] = {};
        CoefficientBlock* const pointers[] = {&blocks[0], &blocks[1], &blocks[2]};
        McuState state{.position = {.at = bytes.data()}};
        ASSERT_EQ(decode(state, plan, skip ? nullptr : pointers), good) << "round " << round;
        if (!good) continue;
        const auto& wanted = skip ? nothing : expected;
        ASSERT_EQ(std::memcmp(blocks, wanted, sizeof(blocks)), 0) << "round " << round;
        EXPECT_EQ(std::memcmp(state.predictions, predictions, sizeof(predictions)), 0);
        const size_t loaded = static_cast<size_t>(state.position.at - bytes.data()) * 8;
        EXPECT_EQ(loaded - (state.position.count & 63), reference.position());
      }
    }
  }
  EXPECT_GT(sound, 1000) << "most of what is compared should be decoded";
}

TEST(HuffmanTableTest, RefusesCodesThatCannotBe) {
  HuffmanTable table;
  Codes codes;
  codes.counts[0] = 3;  // of one bit
  EXPECT_FALSE(table.Build(HuffmanTable::Kind::ac, HuffmanTable::Counts(codes.counts),
                           HuffmanTable::Symbols(codes.values)));
  codes.counts = std::vector<uint8_t>(16, 0);
  codes.counts[15] = codes.counts[14] = 200;  // more than there are symbols
  EXPECT_FALSE(table.Build(HuffmanTable::Kind::ac, HuffmanTable::Counts(codes.counts),
                           HuffmanTable::Symbols(codes.values)));
  codes.counts = std::vector<uint8_t>(16, 0);
  codes.counts[1] = 1;
  codes.values[0] = 16;  // a difference of 16 bits
  EXPECT_FALSE(table.Build(HuffmanTable::Kind::dc, HuffmanTable::Counts(codes.counts),
                           HuffmanTable::Symbols(codes.values)));
}

}  // namespace
}  // namespace dareblopy::jpeg
