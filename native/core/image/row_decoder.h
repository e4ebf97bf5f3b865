// The fused Decoder: a picture's bytes to one row of a batch in one go, decoding no more than it
// needs.
#pragma once

#include <array>
#include <memory>
#include <span>

#include "core/batch/decoder.h"
#include "core/image/geometry.h"
#include "core/image/image_source.h"
#include "core/image/jitter.h"
#include "core/image/pixel_format.h"
#include "core/image/row_writer.h"
#include "core/image/taps.h"

namespace dareblopy {

/// What becomes of the pixels that a codec gives.
struct RowOptions {
  PixelFormat format = PixelFormat::rgb;  // the codec's
  Layout layout = Layout::hwc;
  GeometryOptions geometry{};
  Resample resample = Resample::triangle;
  bool exact = false;          // never reduce in the decoder
  DType dtype = DType::uint8;  // uint16: of a codec that gives 16-bit samples
  JitterOptions jitter{};      // of rows of one size; with the geometry's salt; not of uint16
  Affine affine{};             // for floats
  std::array<float, 4> background{};  // of Fit::pad, 0 to 255 (uint16: 0 to 65,535)
};

/// Rows of one size: a fixed column [height, width, channels] or [channels, height, width].
class RowDecoder : public Decoder {
 public:
  RowDecoder(std::shared_ptr<const ImageCodec> codec, const RowOptions& options);
  std::span<const ColumnSpec> columns() const override { return {&column_, 1}; }
  Status DecodeRow(Bytes sample, const RowTarget& target) const override;

 private:
  /// By way of planes of floats, since contrast depends on the whole row.
  Status DecodeJittered(ImageSource& source, const RowTarget& target) const;

  std::shared_ptr<const ImageCodec> codec_;
  RowOptions options_;
  ImageFormat format_;
  ColumnSpec column_;
};

/// Rows of whatever size the images have: a list of arrays. Layout, dtype and affine apply;
/// geometry does not.
class ImageListDecoder : public Decoder {
 public:
  ImageListDecoder(std::shared_ptr<const ImageCodec> codec, const RowOptions& options)
      : codec_(std::move(codec)), options_(options) {}
  std::span<const ColumnSpec> columns() const override { return {}; }
  std::unique_ptr<VariableRows> NewVariable(size_t rows) const override;
  Status DecodeRow(Bytes sample, const RowTarget& target) const override;

 private:
  std::shared_ptr<const ImageCodec> codec_;
  RowOptions options_;
};

}  // namespace dareblopy
