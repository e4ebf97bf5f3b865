// Whichever of the formats the bytes are of.
#pragma once

#include "core/codecs/sniff.h"
#include "core/image/image_source.h"
#include "core/jpeg/jpeg_codec.h"
#include "core/png/png_codec.h"

namespace dareblopy {

class AnyCodec final : public ImageCodec {
 public:
  AnyCodec(const jpeg::CodecOptions& jpeg, const png::CodecOptions& png) : jpeg_(jpeg), png_(png) {}
  /// IMAGE_FORMAT_UNKNOWN, IMAGE_FORMAT_UNSUPPORTED, and what the format's codec says.
  Result<std::unique_ptr<ImageSource>> Open(Bytes data, const Opening& opening) const override;

 private:
  jpeg::JpegCodec jpeg_;
  png::PngCodec png_;
};

/// The error of bytes that no codec reads: `kind` is not one of ours.
Error NotRead(PictureKind kind);

}  // namespace dareblopy
