#include "core/codecs/picture_info.h"

#include "core/codecs/any_codec.h"
#include "core/jpeg/header.h"

namespace dareblopy {

namespace {

Result<PictureInfo> OfJpeg(Bytes data) {
  DAREBLOPY_ASSIGN(const jpeg::Header header, jpeg::ReadHeader(data));
  return PictureInfo{.kind = PictureKind::jpeg,
                     .size = {header.width, header.height},
                     .channels = header.component_count,
                     .bit_depth = header.precision,
                     .orientation = header.orientation};
}

Result<PictureInfo> OfPng(Bytes data) {
  DAREBLOPY_ASSIGN(const png::Header header, png::ReadHeader(data));
  return PictureInfo{.kind = PictureKind::png,
                     .size = header.size,
                     .channels = header.samples(),
                     .bit_depth = header.bit_depth,
                     .orientation = header.orientation,
                     .alpha = header.has_alpha() || header.transparency.size > 0,
                     .animated = header.animated,
                     .png = header};
}

}  // namespace

Result<PictureInfo> ReadPictureInfo(Bytes data, std::optional<PictureKind> only) {
  const PictureKind kind = only.value_or(Sniff(data));
  switch (kind) {
    case PictureKind::jpeg:
      return OfJpeg(data);
    case PictureKind::png:
      return OfPng(data);
    default:
      return NotRead(kind);
  }
}

}  // namespace dareblopy
