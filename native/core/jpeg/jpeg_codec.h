// JPEG as one of the picture formats.
#pragma once

#include "core/image/image_source.h"
#include "core/jpeg/backend.h"

namespace dareblopy::jpeg {

struct CodecOptions {
  BackendId backend = BackendId::turbo;
  PixelOptions pixels{};           // whoever decodes chooses the scale
  bool apply_orientation = false;  // turn upright as EXIF says
  OpenOptions open{};              // Opening says what cancels
};

/// A thread has one picture of a backend open at most.
class JpegCodec final : public ImageCodec {
 public:
  explicit JpegCodec(const CodecOptions& options) : options_(options) {}
  Result<std::unique_ptr<ImageSource>> Open(Bytes data, const Opening& opening) const override;

 private:
  CodecOptions options_;
};

}  // namespace dareblopy::jpeg
