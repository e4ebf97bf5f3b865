// Separable resize of pixels, straight into an image of a batch.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/image/rect.h"
#include "core/image/row_writer.h"
#include "core/image/taps.h"

namespace dareblopy {

/// Interleaved pixels in memory: the part `place` of an image.
struct PixelBlock {
  const uint8_t* data = nullptr;
  size_t stride = 0;  // bytes from row to row
  size_t channels = 3;
  size_t sample_bytes = 1;  // or 2
  Rect place{};             // which rectangle of the image these pixels are
};

/// The rectangle of the source that the taps look at.
Rect NeededBy(const Taps& x, const Taps& y);

/// Resamples along y, then x, in float32 throughout (one rounding, at the end), and writes the
/// result from (left, top) of `writer`'s image on. `block` holds at least NeededBy(x, y).
void Resize(const PixelBlock& block, const Taps& x, const Taps& y, uint32_t left, uint32_t top,
            RowWriter& writer);

}  // namespace dareblopy
