// One JPEG on its way into one row: what RowDecoder does for each sample.
#pragma once

#include "core/image/resize.h"
#include "core/jpeg/jpeg_decoder.h"

namespace dareblopy::jpeg {

class RowPass {
 public:
  RowPass(const RowOptions& options, const ImageFormat& format, Decompressor& decompressor,
          const RowTarget& target)
      : options_(options),
        decompressor_(decompressor),
        target_(target),
        writer_(format, target.columns[0], target.past_caches) {}

  Status Run(Bytes sample);

 private:
  /// A window of the image as it is, without resampling.
  Status CopyWindow(const Geometry& plan);
  /// Resampled, from an image that the inverse DCT may have scaled already.
  Status ResizeWindow(const Geometry& plan);
  uint32_t ChooseScale(const Geometry& plan) const;
  /// Decodes `rect`, given in the transposed image where the orientation transposes, to `pixels_`.
  Result<PixelBlock> DecodeRect(const Rect& rect);

  const RowOptions& options_;
  Decompressor& decompressor_;
  const RowTarget& target_;
  RowWriter writer_;
  bool transpose_ = false;
  ScratchBuffer pixels_;
  ScratchBuffer transposed_;
};

}  // namespace dareblopy::jpeg
