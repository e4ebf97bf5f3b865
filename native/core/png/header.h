// What a PNG says about itself before its pixels.
#pragma once

#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/image/rect.h"
#include "core/png/chunks.h"

namespace dareblopy::png {

/// 11.2.1: as IHDR numbers them.
enum class ColorType : uint8_t { gray = 0, rgb = 2, palette = 3, gray_alpha = 4, rgb_alpha = 6 };

struct Header {
  ImageSize size{};
  uint8_t bit_depth = 8;  // of a sample: 1, 2, 4, 8, 16
  ColorType color_type = ColorType::rgb;
  bool interlaced = false;  // Adam7
  Segment palette{};        // three bytes an entry
  Segment transparency{};   // tRNS
  uint8_t orientation = 1;  // EXIF's, 1 to 8
  bool density_known = false;
  uint32_t density_x = 0;  // pHYs: pixels a metre, or of an aspect ratio
  uint32_t density_y = 0;
  bool density_in_metres = false;
  bool animated = false;  // acTL: an APNG, whose default image is what is read
  size_t data = 0;        // where the first IDAT chunk begins

  uint32_t samples() const {
    switch (color_type) {
      case ColorType::rgb:
        return 3;
      case ColorType::gray_alpha:
        return 2;
      case ColorType::rgb_alpha:
        return 4;
      default:
        return 1;
    }
  }
  bool has_alpha() const {
    return color_type == ColorType::gray_alpha || color_type == ColorType::rgb_alpha;
  }
  uint32_t palette_entries() const { return static_cast<uint32_t>(palette.size / 3); }
  /// Bytes of one row of `width` pixels, without its filter byte.
  uint64_t row_bytes(uint32_t width) const {
    return (uint64_t{width} * samples() * bit_depth + 7) / 8;
  }
  /// 9.2: bytes from a byte to its like in the pixel before.
  size_t filter_step() const { return (samples() * bit_depth + 7) / 8; }
};

/// Reads the chunks up to the first IDAT. Damaged ancillary chunks count as absent, as in libpng.
/// PNG_TRUNCATED when `file` ends before: with the start of a file, read on and call again.
Result<Header> ReadHeader(Bytes file);

}  // namespace dareblopy::png
