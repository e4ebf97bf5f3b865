// Pixels in memory to a PNG.
#pragma once

#include <vector>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/image/pixel_array.h"

namespace dareblopy::png {

struct EncodeOptions {
  int level = 6;  // libdeflate's: 0 (stored) to 12
  /// Three bytes an entry: the pixels, of one channel of 8 bits, are indices into it.
  std::vector<uint8_t> palette{};
};

/// Appends the PNG of grey (1 channel), grey with alpha (2), RGB (3) or RGBA (4) pixels of 8 or 16
/// bits to `out`. Each row is filtered as leaves the least sum of differences (PNG, section 12.7);
/// indices are not, nor what is only stored. PNG_UNSUPPORTED for an index without an entry.
Status EncodePng(const uint8_t* pixels, const PixelArray& array, const EncodeOptions& options,
                 Buffer& out);

}  // namespace dareblopy::png
