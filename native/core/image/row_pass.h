// One picture on its way into one row of a batch: what RowDecoder does for each sample.
#pragma once

#include "core/base/buffer.h"
#include "core/batch/decoder.h"
#include "core/image/image_source.h"
#include "core/image/resize.h"
#include "core/image/row_decoder.h"

namespace dareblopy {

class RowPass {
 public:
  RowPass(const RowOptions& options, const ImageFormat& format, ImageSource& source,
          const RowTarget& target)
      : options_(options),
        format_(format),
        source_(source),
        target_(target),
        writer_(format, target.columns[0], target.past_caches) {}

  Status Run();

 private:
  /// A window of the image as it is, without resampling.
  Status CopyWindow(const Geometry& plan);
  /// Resampled, from an image that its decoder may have scaled already.
  Status ResizeWindow(const Geometry& plan);
  uint32_t ChooseScale(const Geometry& plan) const;
  /// Decodes `rect`, given in the transposed image where the orientation transposes, to `pixels_`.
  Result<PixelBlock> DecodeRect(const Rect& rect);

  const RowOptions& options_;
  const ImageFormat& format_;
  ImageSource& source_;
  const RowTarget& target_;
  RowWriter writer_;
  bool transpose_ = false;
  ScratchBuffer pixels_;
  ScratchBuffer transposed_;
};

}  // namespace dareblopy
