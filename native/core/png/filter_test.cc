#include "core/png/filter.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace dareblopy::png {
namespace {

constexpr size_t kSlack = 16;

/// Section 9.2, byte by byte.
void UndoPlainly(uint8_t* rows, size_t size, size_t step, size_t count) {
  std::vector<uint8_t> zeros(size, 0);
  for (size_t y = 0; y < count; ++y) {
    uint8_t* row = rows + y * (size + 1) + 1;
    const uint8_t* above = y == 0 ? zeros.data() : row - size - 1;
    for (size_t i = 0; i < size; ++i) {
      const int a = i >= step ? row[i - step] : 0;
      const int b = above[i];
      const int c = i >= step ? above[i - step] : 0;
      const int p = a + b - c;
      const int pa = std::abs(p - a);
      const int pb = std::abs(p - b);
      const int pc = std::abs(p - c);
      const int paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
      const int guesses[] = {0, a, b, (a + b) / 2, paeth};
      row[i] = static_cast<uint8_t>(row[i] + guesses[row[-1]]);
    }
  }
}

class FilterTest : public testing::TestWithParam<const FilterKernels*> {};

TEST_P(FilterTest, UndoesEveryFilterBehindEveryOther) {
  std::mt19937 random(7);
  for (size_t step : {1u, 2u, 3u, 4u, 6u, 8u}) {
    for (size_t pixels : {1u, 2u, 3u, 7u, 33u}) {
      const size_t size = pixels * step;
      constexpr size_t kRows = 60;  // each filter behind each, first and second of a pair
      std::vector<uint8_t> rows(kRows * (size + 1) + kSlack);
      for (uint8_t& byte : rows) byte = static_cast<uint8_t>(random() % 3 == 0 ? 255 : random());
      for (size_t y = 0; y < kRows; ++y) {
        const auto filter =
            static_cast<uint8_t>(y < 50 ? (y % 2 == 0 ? y / 10 : y / 2 % 5) : random() % 5);
        rows[y * (size + 1)] = filter;
      }
      auto expected = rows;
      UndoPlainly(expected.data(), size, step, kRows);
      const std::vector<uint8_t> zeros(size + kSlack, 0);
      ASSERT_EQ(UndoFilters(*GetParam(), rows.data(), size, step, 0, kRows, zeros.data()), kRows);
      rows.resize(kRows * (size + 1));
      expected.resize(rows.size());
      ASSERT_EQ(rows, expected) << step << " " << pixels;
    }
  }
}

TEST_P(FilterTest, GoesOnWhereItStopped) {
  constexpr size_t kSize = 30;
  constexpr size_t kRows = 9;
  std::vector<uint8_t> rows(kRows * (kSize + 1) + kSlack, 3);
  for (size_t y = 0; y < kRows; ++y) rows[y * (kSize + 1)] = static_cast<uint8_t>(1 + y % 4);
  auto whole = rows;
  const std::vector<uint8_t> zeros(kSize + kSlack, 0);
  UndoFilters(*GetParam(), whole.data(), kSize, 3, 0, kRows, zeros.data());
  for (const auto& [first, end] : {std::pair{0u, 1u}, {1u, 4u}, {4u, 9u}}) {
    EXPECT_EQ(UndoFilters(*GetParam(), rows.data(), kSize, 3, first, end, zeros.data()), end);
  }
  EXPECT_EQ(rows, whole);
}

TEST_P(FilterTest, NamesTheRowOfAFilterThatIsNone) {
  std::vector<uint8_t> rows(3 * 7 + kSlack, 1);
  rows[7] = 5;
  const std::vector<uint8_t> zeros(6 + kSlack, 0);
  EXPECT_EQ(UndoFilters(*GetParam(), rows.data(), 6, 3, 0, 3, zeros.data()), 1u);
}

INSTANTIATE_TEST_SUITE_P(Kernels, FilterTest,
                         testing::ValuesIn(AllFilters().begin(), AllFilters().end()),
                         [](const auto& info) { return std::string(info.param->name); });

}  // namespace
}  // namespace dareblopy::png
