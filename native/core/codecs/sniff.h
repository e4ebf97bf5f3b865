// Which picture format bytes are of, told by their beginning and never by a name.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/bytes.h"

namespace dareblopy {

enum class PictureKind : uint8_t {
  unknown,
  jpeg,
  png,
  // Known and not read:
  webp,
  gif,
  bmp,
  tiff,
  avif,
  heic,
  jpeg_xl,
  jpeg_2000,
  ico,
  psd,
  exr,
  svg,
};

inline constexpr std::string_view kPictureNames[] = {
    "unknown", "JPEG",    "PNG",       "WebP", "GIF", "BMP",     "TIFF", "AVIF",
    "HEIC",    "JPEG XL", "JPEG 2000", "ICO",  "PSD", "OpenEXR", "SVG"};

inline std::string_view NameOf(PictureKind kind) {
  return kPictureNames[static_cast<size_t>(kind)];
}

/// Looks at the first 32 bytes at most (of text: 256).
PictureKind Sniff(Bytes data);

}  // namespace dareblopy
