#include "core/codecs/any_codec.h"

namespace dareblopy {

namespace {

constexpr char kRead[] = "JPEG or PNG";

}  // namespace

Error NotRead(PictureKind kind) {
  const std::string name(NameOf(kind));
  if (kind == PictureKind::unknown) {
    return {.code = ErrorCode::IMAGE_FORMAT_UNKNOWN,
            .message = "The data begins as no known picture does",
            .offset = 0,
            .expected = kRead};
  }
  return {.code = ErrorCode::IMAGE_FORMAT_UNSUPPORTED,
          .message = "The data is a picture of a format that is not read: " + name,
          .offset = 0,
          .expected = kRead,
          .actual = name};
}

Result<std::unique_ptr<ImageSource>> AnyCodec::Open(Bytes data, const Opening& opening) const {
  const PictureKind kind = Sniff(data);
  switch (kind) {
    case PictureKind::jpeg:
      return jpeg_.Open(data, opening);
    case PictureKind::png:
      return png_.Open(data, opening);
    default:
      return NotRead(kind);
  }
}

}  // namespace dareblopy
