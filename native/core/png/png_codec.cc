#include "core/png/png_codec.h"

#include <algorithm>
#include <cstring>

#include "core/base/buffer.h"
#include "core/png/adam7.h"
#include "core/png/filter.h"
#include "core/png/pixel_rows.h"

namespace dareblopy::png {

namespace {

constexpr size_t kSlack = 16;  // bytes beyond the last row that kernels may touch

class PngSource final : public ImageSource {
 public:
  PngSource(Bytes file, const Header& header, const CodecOptions& options, const Opening& opening,
            std::unique_ptr<PixelRows> rows)
      : file_(file),
        header_(header),
        options_(options),
        cancelled_(opening.cancelled),
        rows_(std::move(rows)) {
    if (options.apply_orientation) orientation_ = OrientationFromExif(header.orientation);
  }

  ImageSize size() const override { return header_.size; }
  Orientation orientation() const override { return orientation_; }
  Result<ImageSize> Prepare(uint32_t) override { return header_.size; }
  const std::vector<Warning>& warnings() const override { return warnings_; }
  ErrorCode outside() const override { return ErrorCode::PNG_REGION_OUTSIDE; }

  Status Decode(const Rect& window, uint8_t* out, size_t stride) override {
    DAREBLOPY_TRY(Inflate());
    ScratchBuffer unpacked;
    for (uint32_t y = 0; y < window.height; ++y) {
      DAREBLOPY_ASSIGN(const uint8_t* samples, Samples(window.y + y, unpacked));
      DAREBLOPY_TRY(Convert(samples, window, y, out + y * stride));
    }
    return {};
  }

  Status DecodeRows(const Rect& window, RowSink& sink) override {
    DAREBLOPY_TRY(Inflate());
    ScratchBuffer unpacked;
    ScratchBuffer pixels(window.width * rows_->pixel_bytes());
    for (uint32_t y = 0; y < window.height; ++y) {
      DAREBLOPY_ASSIGN(const uint8_t* samples, Samples(window.y + y, unpacked));
      if (rows_->copies()) {
        sink.TakeRow(y, samples + window.x * pixel_);
        continue;
      }
      DAREBLOPY_TRY(Convert(samples, window, y, pixels.bytes().data()));
      sink.TakeRow(y, pixels.bytes().data());
    }
    return {};
  }

 private:
  Status Inflate() {
    if (inflated_) return {};
    const uint64_t bytes = InflatedBytes(header_);
    // Before memory is taken: what the file cannot hold, it need not be asked for.
    if (bytes > MostInflated(file_.size()) && options_.damage != Damage::survive) {
      return Truncated(file_.size(), "The file is too short for the image that it claims");
    }
    DAREBLOPY_TRY(Cancelled());
    const MutableBytes raw = raw_.Resize(bytes + kSlack);
    std::memset(raw.data() + bytes, 0, kSlack);
    DAREBLOPY_TRY(InflateImage(file_, header_, options_.damage, raw.first(bytes), warnings_));
    DAREBLOPY_TRY(Cancelled());
    pixel_ = header_.samples() * (header_.bit_depth == 16 ? 2 : 1);
    inflated_ = true;
    if (!header_.interlaced) {
      zeros_.Resize(header_.row_bytes(header_.size.width) + kSlack);
      std::memset(zeros_.bytes().data(), 0, zeros_.bytes().size());
      return {};
    }
    whole_.Resize(pixel_ * header_.size.width * header_.size.height);
    if (Deinterlace(raw.data(), header_, whole_.bytes().data())) return {};
    return Corrupt("A row's filter that is none", header_.data);
  }

  /// Row `y` of the image, a byte a sample up to 8 bits, else two.
  Result<const uint8_t*> Samples(uint32_t y, ScratchBuffer& unpacked) {
    if (header_.interlaced) {
      return static_cast<const uint8_t*>(whole_.bytes().data() + y * pixel_ * header_.size.width);
    }
    const size_t bytes = header_.row_bytes(header_.size.width);
    uint8_t* rows = raw_.bytes().data();
    if (y >= undone_) {
      constexpr uint32_t kAtOnce = 8;  // a few rows, which are in the cache when they are used
      const uint32_t end = std::min(header_.size.height, y + kAtOnce);
      const size_t undone = UndoFilters(Filters(), rows, bytes, header_.filter_step(), undone_, end,
                                        zeros_.bytes().data());
      if (undone != end) return Corrupt("A row's filter that is none", header_.data);
      undone_ = end;
      DAREBLOPY_TRY(Cancelled());
    }
    const uint8_t* row = rows + y * (bytes + 1) + 1;
    if (header_.bit_depth >= 8) return row;
    unpacked.Resize(header_.size.width);
    UnpackSamples(row, header_.size.width, header_.bit_depth, unpacked.bytes().data());
    return static_cast<const uint8_t*>(unpacked.bytes().data());
  }

  Status Convert(const uint8_t* samples, const Rect& window, uint32_t y, uint8_t* out) {
    if (rows_->Convert(samples + window.x * pixel_, window.width, out)) return {};
    if (options_.damage == Damage::survive) {
      if (!stray_index_) warnings_.push_back({"A palette index without an entry", header_.data});
      stray_index_ = true;
      return {};
    }
    return Corrupt("A palette index without an entry, in row " + std::to_string(window.y + y),
                   header_.data);
  }

  Status Cancelled() const {
    if (cancelled_ == nullptr || !*cancelled_) return {};
    return Error{.code = ErrorCode::ABORTED, .message = "The decode was cancelled"};
  }

  Bytes file_;
  Header header_;
  const CodecOptions& options_;
  const std::atomic<bool>* cancelled_;
  std::unique_ptr<PixelRows> rows_;
  Orientation orientation_;
  bool inflated_ = false;
  bool stray_index_ = false;
  size_t pixel_ = 0;     // bytes of a pixel's samples
  uint32_t undone_ = 0;  // rows whose filters are undone
  ScratchBuffer raw_;    // rows behind their filter bytes
  ScratchBuffer zeros_;  // the row above the first
  ScratchBuffer whole_;  // of an interlaced image
  std::vector<Warning> warnings_;
};

}  // namespace

Result<std::unique_ptr<ImageSource>> PngCodec::Open(Bytes data, const Opening& opening) const {
  DAREBLOPY_ASSIGN(const Header header, ReadHeader(data));
  const uint64_t pixels = uint64_t{header.size.width} * header.size.height;
  if (pixels > options_.max_pixels) {
    return Error{.code = ErrorCode::LIMIT_EXCEEDED,
                 .message = "The image has more pixels than maxPixels allows",
                 .expected = options_.max_pixels,
                 .actual = pixels};
  }
  DAREBLOPY_ASSIGN(auto rows, PixelRows::Make(data, header, options_));
  return std::unique_ptr<ImageSource>(
      std::make_unique<PngSource>(data, header, options_, opening, std::move(rows)));
}

}  // namespace dareblopy::png
