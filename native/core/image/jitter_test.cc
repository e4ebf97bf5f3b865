#include "core/image/jitter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "core/batch/random.h"

namespace dareblopy {
namespace {

TEST(JitterTest, IsItsDefinition) {
  const RowRandom random(3, RandomStream::color);
  for (size_t pixels : {1, 15, 16, 300, 1000}) {
    std::vector<float> planes(pixels * 3);
    for (size_t i = 0; i < planes.size(); ++i) {
      planes[i] = static_cast<float>(random.Between(i, 0, 255));
    }
    auto expected = planes;
    const auto clamp = [](double v) { return static_cast<float>(std::clamp(v, 0.0, 255.0)); };
    const auto luma = [&](size_t i) {
      return 0.2989 * expected[i] + 0.587 * expected[pixels + i] + 0.114 * expected[2 * pixels + i];
    };
    const JitterFactors factors{.brightness = 1.3f, .contrast = 0.6f, .saturation = 1.8f};
    for (float& value : expected) value = clamp(value * 1.3);
    double mean = 0;
    for (size_t i = 0; i < pixels; ++i) mean += luma(i) / static_cast<double>(pixels);
    for (float& value : expected) value = clamp(0.6 * value + 0.4 * mean);
    for (size_t i = 0; i < pixels; ++i) {
      const double gray = luma(i);
      for (size_t c = 0; c < 3; ++c) {
        float& value = expected[c * pixels + i];
        value = clamp(1.8 * value - 0.8 * gray);
      }
    }
    Jitter(planes.data(), pixels, pixels, PixelFormat::rgb, factors);
    for (size_t i = 0; i < planes.size(); ++i) ASSERT_NEAR(planes[i], expected[i], 1e-3) << i;
  }
}

TEST(JitterTest, DrawsEachFactorFromItsInterval) {
  const JitterOptions options{.brightness = {0.5, 1.5}, .contrast = {1, 1}, .saturation = {0, 2}};
  EXPECT_TRUE(options.any());
  EXPECT_FALSE(JitterOptions{}.any());
  float least = 2;
  float greatest = 0;
  for (uint64_t key = 0; key < 1000; ++key) {
    const JitterFactors factors = options.Draw(key, 0);
    EXPECT_EQ(factors.contrast, 1);
    least = std::min(least, factors.brightness);
    greatest = std::max(greatest, factors.brightness);
    const RowRandom random(key, RandomStream::color);
    EXPECT_EQ(factors.saturation, static_cast<float>(random.Between(2, 0, 2)));
  }
  EXPECT_NEAR(least, 0.5, 0.01);
  EXPECT_NEAR(greatest, 1.5, 0.01);
  EXPECT_NE(options.Draw(1, 0).brightness, options.Draw(1, 9).brightness);
}

}  // namespace
}  // namespace dareblopy
