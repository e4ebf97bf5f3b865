// Rows of samples as a PNG stores them, into pixels of the format asked for.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "core/base/buffer.h"
#include "core/png/png_codec.h"

namespace dareblopy::png {

/// 7.2: samples of fewer than 8 bits, a byte each, leftmost in the highest bits.
void UnpackSamples(const uint8_t* packed, size_t samples, uint8_t bit_depth, uint8_t* out);

/// For one image; belongs to one thread.
class PixelRows {
 public:
  /// PNG_UNSUPPORTED for options that the image cannot follow.
  static Result<std::unique_ptr<PixelRows>> Make(Bytes file, const Header& header,
                                                 const CodecOptions& options);

  /// `pixels` pixels of samples (a byte each, or two with the higher first) to `out`. False when a
  /// palette index has no entry.
  bool Convert(const uint8_t* samples, size_t pixels, uint8_t* out);
  /// Whether Convert would only copy.
  bool copies() const { return kind_ == Kind::copy; }
  size_t pixel_bytes() const { return channels_ * (options_.wide ? 2 : 1); }

 private:
  enum class Kind : uint8_t { copy, table, general };

  PixelRows(const Header& header, const CodecOptions& options);
  void ReadTransparency(Bytes file);
  void MakeTable(Bytes file);
  bool ByTable(const uint8_t* samples, size_t pixels, uint8_t* out) const;
  template <typename Sample>
  void General(const uint8_t* samples, size_t pixels, uint8_t* out);
  /// Interleaved RGBA of `Sample`.
  template <typename Sample>
  void ToRgba(const uint8_t* samples, size_t pixels, Sample* rgba) const;

  Header header_;
  CodecOptions options_;
  Kind kind_ = Kind::general;
  size_t channels_;
  bool keyed_ = false;             // one colour is transparent (tRNS)
  std::array<uint16_t, 3> key_{};  // it, as stored
  uint32_t entries_ = 256;         // of the table
  std::vector<uint64_t> table_;    // pixels by sample, for images of one sample up to 8 bits
  ScratchBuffer rgba_;
};

}  // namespace dareblopy::png
