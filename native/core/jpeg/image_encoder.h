// Pixels in memory to a JPEG.
#pragma once

#include "core/image/pixel_array.h"
#include "core/jpeg/backend.h"

namespace dareblopy::jpeg {

/// Appends the JPEG of grey (1 channel) or RGB (3) pixels of 8 bits to `out`.
Status EncodeImage(BackendId backend, const uint8_t* pixels, const PixelArray& array,
                   const EncodeOptions& options, Buffer& out);

}  // namespace dareblopy::jpeg
