// One picture to samples in memory, of its own size: region, scale, orientation, layout.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/image/image_source.h"
#include "core/image/pixel_format.h"
#include "core/image/row_writer.h"

namespace dareblopy {

struct WholeOptions {
  PixelFormat format = PixelFormat::rgb;  // the codec's
  Layout layout = Layout::hwc;
  DType dtype = DType::uint8;    // or uint16, of a codec that gives 16-bit samples
  std::optional<Rect> region{};  // of the image as it would come out whole: scaled and upright
  uint32_t scale_eighths = kWholeScale;  // other than that: of sources that reduce
};

/// Two steps, so that the caller can get the memory in between. Belongs to one thread, which may
/// not open another image meanwhile.
class WholeImage {
 public:
  WholeImage(const ImageCodec& codec, const WholeOptions& options)
      : codec_(codec), options_(options) {}

  /// Reads the header of `data`, which stays until Decode. Answers the size of what Decode will
  /// give.
  Result<ImageSize> Open(Bytes data, const Opening& opening = {});
  /// Decodes to `out`, of ByteSize() bytes.
  Status Decode(uint8_t* out);
  size_t ByteSize() const { return format_.bytes(); }
  /// What was passed over; see Warning. After Open.
  const std::vector<Warning>& warnings() const { return source_->warnings(); }

 private:
  const ImageCodec& codec_;
  const WholeOptions options_;
  std::unique_ptr<ImageSource> source_;
  Orientation orientation_;
  Rect stored_;         // what is decoded, as stored
  ImageFormat format_;  // of the result
};

}  // namespace dareblopy
