// Pixels in memory to a JPEG.
#pragma once

#include "core/image/row_writer.h"
#include "core/jpeg/backend.h"

namespace dareblopy::jpeg {

/// uint8 pixels without gaps, grey (1 channel) or RGB (3).
struct PixelArray {
  ImageSize size{};
  uint32_t channels = 3;
  Layout layout = Layout::hwc;

  size_t bytes() const { return size_t{size.width} * size.height * channels; }
};

/// Appends the JPEG to `out`.
Status EncodeImage(BackendId backend, const uint8_t* pixels, const PixelArray& array,
                   const EncodeOptions& options, Buffer& out);

}  // namespace dareblopy::jpeg
