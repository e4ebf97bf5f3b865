#include "core/image/taps.h"

#include <gtest/gtest.h>

namespace dareblopy {
namespace {

constexpr Resample kAll[] = {Resample::nearest, Resample::bilinear, Resample::triangle,
                             Resample::area};

TEST(TapsTest, WeightsSumToOneAndStayInside) {
  for (Resample resample : kAll) {
    for (uint32_t source : {1u, 2u, 7u, 100u}) {
      for (uint32_t resized : {1u, 3u, 7u, 50u, 230u}) {
        const Axis axis{0, static_cast<double>(source), 0, static_cast<int32_t>(source)};
        const Taps taps = MakeTaps(axis, resized, 0, resized, false, resample, source >= resized);
        EXPECT_GE(taps.begin(), 0);
        EXPECT_LE(taps.end(), static_cast<int32_t>(source));
        for (uint32_t o = 0; o < resized; ++o) {
          double sum = 0;
          for (int32_t t = 0; t < taps.count; ++t) sum += taps.weights[o * taps.count + t];
          EXPECT_NEAR(sum, 1, 1e-5)
              << static_cast<int>(resample) << " " << source << " " << resized;
        }
      }
    }
  }
}

TEST(TapsTest, SameSizeIsTheIdentity) {
  for (Resample resample : kAll) {
    const Taps taps = MakeTaps({3, 10, 3, 13}, 10, 0, 10, false, resample, true);
    for (int32_t o = 0; o < 10; ++o) {
      for (int32_t t = 0; t < taps.count; ++t) {
        const bool own = taps.starts[o] + t == o + 3;
        EXPECT_NEAR(taps.weights[o * taps.count + t], own ? 1 : 0, 1e-6);
      }
    }
  }
}

TEST(TapsTest, AWindowHasTheTapsOfTheWhole) {
  for (Resample resample : kAll) {
    const Axis axis{0.25, 97.5, 0, 98};
    const Taps whole = MakeTaps(axis, 31, 0, 31, false, resample, true);
    const Taps part = MakeTaps(axis, 31, 7, 9, true, resample, true);
    const auto weight = [](const Taps& taps, uint32_t output, int32_t pixel) {
      const int32_t t = pixel - taps.starts[output];
      return t < 0 || t >= taps.count ? 0.0f : taps.weights[output * taps.count + t];
    };
    for (uint32_t o = 0; o < 9; ++o) {
      for (int32_t pixel = 0; pixel < 98; ++pixel) {
        EXPECT_EQ(weight(part, o, pixel), weight(whole, 15 - o, pixel));
      }
    }
  }
}

TEST(TapsTest, LooksAtNoPixelOutsideItsPart) {
  const Taps taps = MakeTaps({10, 20, 10, 30}, 5, 0, 5, false, Resample::triangle, true);
  EXPECT_EQ(taps.begin(), 10);
  EXPECT_EQ(taps.end(), 30);
}

}  // namespace
}  // namespace dareblopy
