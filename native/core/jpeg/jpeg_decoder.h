// The fused Decoder: a JPEG's bytes to one row of a batch in one go, decoding no more than it
// needs.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/batch/decoder.h"
#include "core/image/geometry.h"
#include "core/image/jitter.h"
#include "core/image/row_writer.h"
#include "core/image/taps.h"
#include "core/jpeg/image_decoder.h"

namespace dareblopy::jpeg {

struct RowOptions {
  ImageOptions image{};  // region is not used; layout is the row's
  GeometryOptions geometry{};
  Resample resample = Resample::triangle;
  bool exact = false;  // never scale in the inverse DCT
  DType dtype = DType::uint8;
  JitterOptions jitter{};             // of rows of one size; with the geometry's salt
  Affine affine{};                    // for floats
  std::array<float, 4> background{};  // of Fit::pad, 0 to 255
};

/// Rows of one size: a fixed column [height, width, channels] or [channels, height, width].
class RowDecoder final : public Decoder {
 public:
  explicit RowDecoder(const RowOptions& options);
  std::span<const ColumnSpec> columns() const override { return {&column_, 1}; }
  Status DecodeRow(Bytes sample, const RowTarget& target) const override;

 private:
  /// By way of planes of floats, since contrast depends on the whole row.
  Status DecodeJittered(Bytes sample, const RowTarget& target, Decompressor& decompressor,
                        const JitterFactors& factors) const;

  RowOptions options_;
  ImageFormat format_;
  ColumnSpec column_;
};

/// Rows of whatever size the images have: a list of arrays. dtype and affine apply; geometry does
/// not.
class ImageListDecoder final : public Decoder {
 public:
  explicit ImageListDecoder(const RowOptions& options) : options_(options) {}
  std::span<const ColumnSpec> columns() const override { return {}; }
  std::unique_ptr<VariableRows> NewVariable(size_t rows) const override;
  Status DecodeRow(Bytes sample, const RowTarget& target) const override;

 private:
  RowOptions options_;
};

}  // namespace dareblopy::jpeg
