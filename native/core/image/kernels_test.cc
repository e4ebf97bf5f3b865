#include "core/image/kernels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "core/batch/random.h"
#include "core/image/float16.h"

namespace dareblopy {
namespace {

std::vector<uint8_t> RandomBytes(size_t count) {
  const RowRandom random(count, RandomStream::color);
  std::vector<uint8_t> bytes(count);
  for (size_t i = 0; i < count; ++i) bytes[i] = static_cast<uint8_t>(random.Bits(i));
  return bytes;
}

std::vector<float> RandomFloats(size_t count, double low, double high) {
  const RowRandom random(count, RandomStream::color);
  std::vector<float> values(count);
  for (size_t i = 0; i < count; ++i) values[i] = static_cast<float>(random.Between(i, low, high));
  return values;
}

constexpr float kUntouched = -12345;
constexpr Affine kAffine = {{1.5f, 0.25f, -3.0f, 2.0f}, {0.5f, -7.0f, 11.0f, 1.0f}};

/// Every variant must give the bits of the expectations below, and those of the portable one.
class KernelsTest : public testing::TestWithParam<const ImageKernels*> {
 protected:
  const ImageKernels& kernels() const { return *GetParam(); }
  const ImageKernels& portable() const { return *AllKernels().front(); }
};

INSTANTIATE_TEST_SUITE_P(All, KernelsTest,
                         testing::ValuesIn(AllKernels().begin(), AllKernels().end()),
                         [](const auto& info) { return std::string(info.param->name); });

TEST_P(KernelsTest, BlendsRows) {
  for (size_t count : {1, 7, 31, 32, 33, 100, 671}) {
    for (int32_t taps : {1, 2, 5}) {
      const size_t stride = count + 3;
      const auto rows = RandomBytes(stride * static_cast<size_t>(taps));
      const auto weights = RandomFloats(static_cast<size_t>(taps), 0, 1);
      std::vector<float> out(count + 1, kUntouched);
      kernels().blend_rows(rows.data(), static_cast<ptrdiff_t>(stride), weights.data(), taps, count,
                           out.data());
      for (size_t i = 0; i < count; ++i) {
        float expected = weights[0] * static_cast<float>(rows[i]);
        for (size_t t = 1; t < weights.size(); ++t)
          expected += weights[t] * static_cast<float>(rows[t * stride + i]);
        ASSERT_EQ(out[i], expected) << count << " " << taps << " " << i;
      }
      EXPECT_EQ(out[count], kUntouched);
    }
  }
}

TEST_P(KernelsTest, ResamplesRows) {
  for (size_t channels : {1, 3, 4}) {
    for (int32_t taps : {1, 2, 3, 6}) {
      const size_t pixels = 40;
      const size_t outputs = 23;
      auto row = RandomFloats(pixels * channels + 8, 0, 255);
      const auto weights = RandomFloats(outputs * static_cast<size_t>(taps), 0, 1);
      std::vector<int32_t> starts(outputs);
      for (size_t o = 0; o < outputs; ++o)
        starts[o] = static_cast<int32_t>((o * 7) % (pixels - static_cast<size_t>(taps) + 1));
      std::vector<float> out(outputs * channels + 8);
      kernels().resample_row(row.data(), channels, starts.data(), weights.data(), taps, outputs,
                             out.data());
      for (size_t o = 0; o < outputs; ++o) {
        for (size_t c = 0; c < channels; ++c) {
          const float* weight = weights.data() + o * static_cast<size_t>(taps);
          const float* pixel = row.data() + static_cast<size_t>(starts[o]) * channels + c;
          float expected = weight[0] * pixel[0];
          for (int32_t t = 1; t < taps; ++t)
            expected += weight[t] * pixel[static_cast<size_t>(t) * channels];
          ASSERT_EQ(out[o * channels + c], expected) << channels << " " << taps << " " << o;
        }
      }
    }
  }
}

TEST_P(KernelsTest, NormalizesToPlanesAndInterleaved) {
  for (size_t channels : {1, 3, 4}) {
    for (size_t pixels : {1, 5, 8, 17, 224}) {
      const auto row = RandomFloats(pixels * channels, 0, 255);
      std::vector<float> planes(pixels * channels, kUntouched);
      std::vector<float> interleaved(pixels * channels, kUntouched);
      kernels().affine_to_planes(row.data(), channels, pixels, kAffine, {planes.data(), pixels});
      kernels().affine_interleaved(row.data(), channels, pixels, kAffine, interleaved.data());
      for (size_t i = 0; i < pixels; ++i) {
        for (size_t c = 0; c < channels; ++c) {
          const float expected = row[i * channels + c] * kAffine.scale[c] + kAffine.bias[c];
          ASSERT_EQ(planes[c * pixels + i], expected);
          ASSERT_EQ(interleaved[i * channels + c], expected);
        }
      }
    }
  }
}

TEST_P(KernelsTest, SplitsBytesIntoPlanesEitherWayRound) {
  for (size_t channels : {1, 3, 4}) {
    for (size_t pixels : {1, 7, 8, 9, 16, 223, 224}) {
      for (bool mirror : {false, true}) {
        const auto row = RandomBytes(pixels * channels);
        std::vector<float> planes(pixels * channels + 1, kUntouched);
        kernels().bytes_to_planes(row.data(), channels, pixels, kAffine, mirror,
                                  {planes.data(), pixels});
        for (size_t i = 0; i < pixels; ++i) {
          for (size_t c = 0; c < channels; ++c) {
            const size_t from = (mirror ? pixels - 1 - i : i) * channels + c;
            ASSERT_EQ(planes[c * pixels + i],
                      static_cast<float>(row[from]) * kAffine.scale[c] + kAffine.bias[c]);
          }
        }
        EXPECT_EQ(planes.back(), kUntouched);
      }
    }
  }
}

TEST_P(KernelsTest, RoundsToBytes) {
  std::vector<float> values = {-1,
                               -0.0f,
                               0.5f,
                               1.5f,
                               2.5f,
                               254.5f,
                               255,
                               255.4f,
                               300,
                               1e30f,
                               -1e30f,
                               std::numeric_limits<float>::quiet_NaN(),
                               std::numeric_limits<float>::infinity()};
  const auto more = RandomFloats(100, -10, 270);
  values.insert(values.end(), more.begin(), more.end());
  std::vector<uint8_t> out(values.size());
  kernels().to_bytes(values.data(), values.size(), out.data());
  const std::vector<uint8_t> expected = {0, 0, 0, 2, 2, 254, 255, 255, 255, 255, 0, 0, 255};
  EXPECT_EQ(std::vector<uint8_t>(out.begin(), out.begin() + 13), expected);
  std::vector<uint8_t> reference(values.size());
  portable().to_bytes(values.data(), values.size(), reference.data());
  EXPECT_EQ(out, reference);
}

TEST_P(KernelsTest, RoundsToHalves) {
  std::vector<float> values = {0,     1,     -2,      65504, 65519, 65520,
                               1e-8f, 6e-8f, 6.1e-5f, 0.1f,  2049,  2051};
  for (uint32_t bits = 0; bits < 0xFF000000u; bits += 0x000F1237u) {
    const auto value = std::bit_cast<float>(bits);
    if (!std::isnan(value)) values.push_back(value);
  }
  std::vector<uint16_t> out(values.size());
  kernels().to_halves(values.data(), values.size(), out.data());
  EXPECT_EQ(out[1], 0x3C00);
  EXPECT_EQ(out[3], 0x7BFF);
  EXPECT_EQ(out[4], 0x7BFF);
  EXPECT_EQ(out[5], 0x7C00);
  EXPECT_EQ(HalfToFloat(out[9]), 0.0999755859375f);
  EXPECT_EQ(HalfToFloat(out[10]), 2048);  // ties to even
  EXPECT_EQ(HalfToFloat(out[11]), 2052);
  for (size_t i = 0; i < values.size(); ++i) ASSERT_EQ(out[i], FloatToHalf(values[i])) << values[i];
}

}  // namespace
}  // namespace dareblopy
