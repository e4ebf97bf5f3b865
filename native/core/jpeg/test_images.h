// Pictures for the tests: made here, so that every sampling and size is at hand.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "core/batch/random.h"
#include "core/jpeg/backend.h"

namespace dareblopy::jpeg {

/// Smooth colours with edges and some noise: every filter and every upsampling shows on it.
inline std::vector<uint8_t> TestPixels(ImageSize size, uint32_t channels) {
  std::vector<uint8_t> pixels(size_t{size.width} * size.height * channels);
  const RowRandom noise(size.width * 131071 + size.height, RandomStream::color);
  for (uint32_t y = 0; y < size.height; ++y) {
    for (uint32_t x = 0; x < size.width; ++x) {
      const bool edge = ((x / 11) + (y / 7)) % 3 == 0;
      for (uint32_t c = 0; c < channels; ++c) {
        const size_t at = (size_t{y} * size.width + x) * channels + c;
        const double wave = 100 + 60 * std::sin(x * 0.13 + c) + 50 * std::cos(y * 0.09 - 2.0 * c);
        const double value = wave + (edge ? 40 : 0) + noise.Between(at, -8, 8);
        pixels[at] = static_cast<uint8_t>(std::min(255.0, std::max(0.0, value)));
      }
    }
  }
  return pixels;
}

inline std::vector<uint8_t> TestJpeg(ImageSize size, PixelFormat format = PixelFormat::rgb,
                                     const EncodeOptions& options = {}) {
  const uint32_t channels = ChannelsOf(format);
  const auto pixels = TestPixels(size, channels);
  Buffer out;
  const Backend& backend = *Backends().front();
  const Status status =
      backend.Encode(pixels.data(), size_t{size.width} * channels, size, format, options, out);
  EXPECT_TRUE(status.ok()) << status.error().message;
  return {out.data(), out.data() + out.size()};
}

}  // namespace dareblopy::jpeg
