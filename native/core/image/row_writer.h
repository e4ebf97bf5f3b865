// Rows of pixels into one image of a batch: cast, normalised, laid out.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/base/buffer.h"
#include "core/batch/dtype.h"
#include "core/image/kernels.h"
#include "core/image/plane_stream.h"
#include "core/image/rect.h"

namespace dareblopy {

enum class Layout : uint8_t { hwc, chw };

/// What one image of the batch looks like.
struct ImageFormat {
  ImageSize size{};
  uint32_t channels = 3;
  DType dtype = DType::uint8;  // uint8, float16 or float32; uint16 from 16-bit samples
  Layout layout = Layout::hwc;
  Affine affine{};  // floats only: from 0..255 to what the batch holds

  size_t values() const { return size_t{size.width} * size.height * channels; }
  size_t bytes() const { return values() * DTypeSize(dtype); }
  /// Of a pixel as the decoder gives it, and of one sample: bytes, unless 16 bits are kept.
  size_t sample_bytes() const { return dtype == DType::uint16 ? 2 : 1; }
  size_t pixel_bytes() const { return channels * sample_bytes(); }
};

/// Writes rows at any place of one image. Belongs to one thread.
class RowWriter {
 public:
  /// `out` has format.bytes() bytes and the alignment of its dtype. `past_caches`: it is part of
  /// something larger than the caches.
  RowWriter(const ImageFormat& format, uint8_t* out, bool past_caches = false);

  /// `pixels` interleaved pixels, on the scale of the decoder's samples, to row `y` from column
  /// `left` on. `row` has room for 4 floats beyond its end and is used as scratch.
  void WriteFloats(uint32_t y, uint32_t left, float* row, size_t pixels);
  /// Same from the decoder's samples (format.sample_bytes()); `mirror` reverses the pixels.
  void WriteBytes(uint32_t y, uint32_t left, const uint8_t* row, size_t pixels, bool mirror);
  /// The whole image from float planes on the scale of bytes, of the image's size.
  void WritePlanes(const float* planes);
  /// The whole image in one colour, on the scale of the decoder's samples.
  void Fill(const std::array<float, 4>& color);

  /// Where whole rows of samples can be decoded to directly: null unless the image is HWC and of
  /// the samples' own dtype.
  uint8_t* DirectRows(uint32_t y, uint32_t left);
  size_t DirectStride() const { return format_.size.width * format_.pixel_bytes(); }

 private:
  /// Whether the image holds the decoder's samples as they are.
  bool keeps_samples() const {
    return format_.dtype == DType::uint8 || format_.dtype == DType::uint16;
  }
  /// The row's place in an image of float planes.
  PlanesOut PlanesAt(uint32_t y, uint32_t left);
  /// `convert` as PlaneStream has it.
  template <typename Convert>
  void ConvertToPlanes(uint32_t y, uint32_t left, size_t pixels, Convert convert);
  uint8_t* At(uint32_t y, uint32_t left, size_t channel);
  void CastPlanes(uint32_t y, uint32_t left, const float* planes, size_t plane, size_t pixels);
  void CopySamples(uint32_t y, uint32_t left, const uint8_t* row, size_t pixels, bool mirror);

  const ImageKernels& kernels_;
  const ImageFormat& format_;
  uint8_t* out_;
  std::optional<PlaneStream> stream_;  // of float planes that go past the caches
  ScratchBuffer scratch_;
};

}  // namespace dareblopy
