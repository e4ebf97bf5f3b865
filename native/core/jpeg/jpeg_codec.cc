#include "core/jpeg/jpeg_codec.h"

#include "core/jpeg/band_decode.h"
#include "core/jpeg/header.h"

namespace dareblopy::jpeg {

namespace {

class JpegSource final : public ImageSource {
 public:
  JpegSource(const Backend& backend, const CodecOptions& options, Bytes data,
             const Opening& opening)
      : backend_(backend),
        data_(data),
        open_options_(options.open),
        pixels_(options.pixels),
        alone_(opening.alone),
        decompressor_(backend.ThreadDecompressor()),
        closed_at_the_end_(decompressor_) {
    open_options_.cancelled = opening.cancelled;
  }

  Status Open(bool apply_orientation) {
    DAREBLOPY_ASSIGN(size_, decompressor_.Open(data_, open_options_));
    if (!apply_orientation) return {};
    const auto header = ReadHeader(data_);
    if (header.ok()) orientation_ = OrientationFromExif(header.value().orientation);
    return {};
  }

  ImageSize size() const override { return size_; }
  Orientation orientation() const override { return orientation_; }
  bool reduces() const override { return true; }
  Result<ImageSize> Prepare(uint32_t eighths) override {
    pixels_.scale_eighths = eighths;
    return decompressor_.Prepare(pixels_);
  }
  Status Decode(const Rect& window, uint8_t* out, size_t stride) override {
    if (alone_) return DecodeAlone(window, out, stride);
    return decompressor_.Decode(window, out, stride);
  }
  Status DecodeRows(const Rect& window, RowSink& sink) override {
    return decompressor_.DecodeRows(window, sink);
  }
  const std::vector<Warning>& warnings() const override { return decompressor_.warnings(); }
  ErrorCode outside() const override { return ErrorCode::JPEG_REGION_OUTSIDE; }

 private:
  /// By several threads, where that pays.
  Status DecodeAlone(const Rect& window, uint8_t* out, size_t stride) {
    const BandWork work{backend_, data_, open_options_, pixels_, window};
    ThreadPool& pool = ThreadPool::Shared();
    const uint32_t bands = BandsOf(work, pool);
    if (bands > 1) {
      decompressor_.Close();
      if (DecodeBands(work, bands, pool, out, stride)) return {};
      DAREBLOPY_TRY(decompressor_.Open(data_, open_options_));
      DAREBLOPY_TRY(decompressor_.Prepare(pixels_));
    }
    return decompressor_.Decode(window, out, stride);
  }

  const Backend& backend_;
  Bytes data_;
  OpenOptions open_options_;
  PixelOptions pixels_;
  bool alone_;
  Decompressor& decompressor_;
  OpenImage closed_at_the_end_;
  ImageSize size_;
  Orientation orientation_;
};

}  // namespace

Result<std::unique_ptr<ImageSource>> JpegCodec::Open(Bytes data, const Opening& opening) const {
  DAREBLOPY_ASSIGN(const Backend* backend, FindBackend(options_.backend));
  auto source = std::make_unique<JpegSource>(*backend, options_, data, opening);
  DAREBLOPY_TRY(source->Open(options_.apply_orientation));
  return std::unique_ptr<ImageSource>(std::move(source));
}

}  // namespace dareblopy::jpeg
