// PNG as one of the picture formats.
#pragma once

#include <cstdint>

#include "core/image/alpha.h"
#include "core/image/image_source.h"
#include "core/image/pixel_format.h"
#include "core/png/image_data.h"

namespace dareblopy::png {

struct CodecOptions {
  PixelFormat format = PixelFormat::rgb;  // not cmyk
  AlphaOptions alpha{};
  bool indices = false;  // samples as they are stored, of grey and palette images; format is gray
  bool wide = false;     // 16 bits a sample, 8-bit ones as value * 257; else 16 become the upper 8
  bool apply_orientation = false;  // turn upright as EXIF says
  Damage damage = Damage::refuse;
  uint64_t max_pixels = uint64_t{1} << 28;
};

class PngCodec final : public ImageCodec {
 public:
  explicit PngCodec(const CodecOptions& options) : options_(options) {}
  Result<std::unique_ptr<ImageSource>> Open(Bytes data, const Opening& opening) const override;

 private:
  CodecOptions options_;
};

}  // namespace dareblopy::png
