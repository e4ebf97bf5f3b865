// What a picture of any format says about itself before its pixels.
#pragma once

#include <optional>

#include "core/codecs/sniff.h"
#include "core/image/rect.h"
#include "core/png/header.h"

namespace dareblopy {

struct PictureInfo {
  PictureKind kind = PictureKind::unknown;
  ImageSize size{};       // as stored
  uint32_t channels = 3;  // as stored: a palette's index is one
  uint32_t bit_depth = 8;
  uint8_t orientation = 1;  // EXIF's, 1 to 8
  bool alpha = false;       // of any kind
  bool animated = false;
  png::Header png{};  // of a PNG
};

/// Of the start of a file: the error of one that ends too early is a ..._TRUNCATED. `only`: another
/// format is an error of that format.
Result<PictureInfo> ReadPictureInfo(Bytes data, std::optional<PictureKind> only = {});

}  // namespace dareblopy
