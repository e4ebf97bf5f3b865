// Pixels in memory that are to be encoded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/image/rect.h"
#include "core/image/row_writer.h"

namespace dareblopy {

/// Samples without gaps.
struct PixelArray {
  ImageSize size{};
  uint32_t channels = 3;
  Layout layout = Layout::hwc;
  uint32_t sample_bytes = 1;  // or 2

  size_t bytes() const { return size_t{size.width} * size.height * channels * sample_bytes; }
  bool planar() const { return layout == Layout::chw && channels > 1; }
};

/// Planes to interleaved pixels; `out` has array.bytes().
inline void Interleave(const uint8_t* planes, const PixelArray& array, uint8_t* out) {
  const size_t plane = size_t{array.size.width} * array.size.height;
  for (size_t i = 0; i < plane; ++i) {
    for (size_t c = 0; c < array.channels; ++c, out += array.sample_bytes) {
      std::memcpy(out, planes + (c * plane + i) * array.sample_bytes, array.sample_bytes);
    }
  }
}

}  // namespace dareblopy
