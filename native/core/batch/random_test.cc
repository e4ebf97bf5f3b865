#include "core/batch/random.h"

#include <gtest/gtest.h>

#include <array>

namespace dareblopy {
namespace {

TEST(RandomTest, IsTheDocumentedGenerator) {
  // The first outputs of SplitMix64 seeded with 0 are mix(G), mix(2G): Vigna's reference values.
  EXPECT_EQ(Mix64(kGoldenGamma), 0xE220A8397B1DCDAFu);
  EXPECT_EQ(Mix64(2 * kGoldenGamma), 0x6E789E6AA1B965F4u);
  const RowRandom random(0, RandomStream::geometry);
  EXPECT_EQ(random.Bits(0), Mix64(Mix64(kGoldenGamma) + kGoldenGamma));
}

TEST(RandomTest, BelowIsTheHighHalfOfTheProduct) {
  const RowRandom random(42, RandomStream::geometry);
  for (uint64_t i = 0; i < 100; ++i) {
    const uint64_t count = Mix64(i) | 1;
    const auto wide = static_cast<unsigned __int128>(random.Bits(i)) * count;
    EXPECT_EQ(random.Below(i, count), static_cast<uint64_t>(wide >> 64));
  }
}

TEST(RandomTest, StreamsKeysAndSaltsDiffer) {
  const RowRandom a(1, RandomStream::geometry);
  EXPECT_NE(a.Bits(0), RowRandom(1, RandomStream::color).Bits(0));
  EXPECT_NE(a.Bits(0), RowRandom(2, RandomStream::geometry).Bits(0));
  EXPECT_NE(a.Bits(0), RowRandom(1, RandomStream::geometry, 1).Bits(0));
  EXPECT_EQ(a.Bits(5), RowRandom(1, RandomStream::geometry, 0).Bits(5));
}

TEST(RandomTest, IsEvenlySpreadOverKeys) {
  std::array<int, 10> counts{};
  for (uint64_t key = 0; key < 100000; ++key) {
    ++counts[RowRandom(key, RandomStream::geometry).Below(0, counts.size())];
  }
  for (int count : counts) EXPECT_NEAR(count, 10000, 500);
}

}  // namespace
}  // namespace dareblopy
