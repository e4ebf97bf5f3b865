// Random brightness, contrast and saturation, as torchvision's ColorJitter has them for float
// images, in this order and clamped after each.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/image/pixel_format.h"

namespace dareblopy {

struct JitterFactors {
  float brightness = 1;
  float contrast = 1;
  float saturation = 1;
  bool none() const { return brightness == 1 && contrast == 1 && saturation == 1; }
};

struct JitterOptions {
  using Interval = std::array<double, 2>;
  Interval brightness{1, 1};
  Interval contrast{1, 1};
  Interval saturation{1, 1};

  bool any() const;
  /// Evenly out of each interval, from the colour stream of `key`: draw 0 is brightness, 1
  /// contrast, 2 saturation. Geometry has a stream of its own, so it does not shift.
  JitterFactors Draw(uint64_t key, uint64_t salt) const;
};

/// Float planes from 0 to 255, in place. Alpha stays; the saturation of a grey image is nothing;
/// CMYK is left alone.
///   brightness b: v = clamp(b * v)
///   contrast c:   v = clamp(c * v + (1 - c) * m), m the mean luma of the image so far
///   saturation s: v = clamp(s * v + (1 - s) * luma)
///   luma = 0.2989 R + 0.587 G + 0.114 B
void Jitter(float* planes, size_t plane, size_t pixels, PixelFormat format,
            const JitterFactors& factors);

}  // namespace dareblopy
