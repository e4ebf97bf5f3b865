// What becomes of transparency: RGBA rows of 8 or 16 bits into the format asked for.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/image/pixel_format.h"

namespace dareblopy {

enum class Alpha : uint8_t {
  drop,   // colours as they are stored; a fourth channel is opaque
  keep,   // as the fourth channel
  blend,  // the picture is laid over a colour; a fourth channel is opaque
};

struct AlphaOptions {
  Alpha mode = Alpha::drop;
  std::array<uint8_t, 3> backdrop{};  // of Alpha::blend: red, green, blue
};

template <typename Sample>
inline constexpr Sample kOpaque = static_cast<Sample>(-1);

/// front * alpha + back * (1 - alpha), rounded: Pillow's paste with a mask.
template <typename Sample>
Sample BlendSample(Sample front, Sample back, Sample alpha) {
  constexpr uint64_t kWhole = kOpaque<Sample>;
  const uint64_t sum = uint64_t{front} * alpha + uint64_t{back} * (kWhole - alpha) + kWhole / 2;
  return static_cast<Sample>(sum / kWhole);
}

/// ITU-R 601-2 luma in 16-bit fixed point, as Pillow's "L".
template <typename Sample>
Sample LumaOf(const Sample* rgb) {
  const uint64_t sum =
      uint64_t{rgb[0]} * 19595 + uint64_t{rgb[1]} * 38470 + uint64_t{rgb[2]} * 7471 + 0x8000;
  return static_cast<Sample>(sum >> 16);
}

/// `pixels` RGBA pixels, which are scratch, to `format` (not cmyk).
template <typename Sample>
void ConvertRgbaRow(Sample* rgba, size_t pixels, PixelFormat format, const AlphaOptions& alpha,
                    Sample* out) {
  if (alpha.mode == Alpha::blend) {
    constexpr Sample kScale = kOpaque<Sample> / 255;
    for (size_t i = 0; i < pixels; ++i) {
      Sample* pixel = rgba + 4 * i;
      for (size_t c = 0; c < 3; ++c) {
        const auto back = static_cast<Sample>(alpha.backdrop[c] * kScale);
        pixel[c] = BlendSample<Sample>(pixel[c], back, pixel[3]);
      }
    }
  }
  const size_t channels = ChannelsOf(format);
  const bool keep = alpha.mode == Alpha::keep;
  const bool swap = format == PixelFormat::bgr || format == PixelFormat::bgra;
  for (size_t i = 0; i < pixels; ++i, rgba += 4, out += channels) {
    if (channels == 1) {
      out[0] = LumaOf(rgba);  // of a grey pixel: its grey
      continue;
    }
    out[0] = rgba[swap ? 2 : 0];
    out[1] = rgba[1];
    out[2] = rgba[swap ? 0 : 2];
    if (channels == 4) out[3] = keep ? rgba[3] : kOpaque<Sample>;
  }
}

}  // namespace dareblopy
