#include "core/jpeg/image_decoder.h"

#include "core/base/buffer.h"
#include "core/jpeg/band_decode.h"
#include "core/jpeg/header.h"

namespace dareblopy::jpeg {

namespace {

std::string RectText(const Rect& rect) {
  return std::to_string(rect.width) + "x" + std::to_string(rect.height) + " at (" +
         std::to_string(rect.x) + ", " + std::to_string(rect.y) + ")";
}

}  // namespace

Result<ImageSize> ImageDecoder::Open(Bytes data) {
  DAREBLOPY_ASSIGN(const Backend* backend, FindBackend(options_.backend));
  backend_ = backend;
  data_ = data;
  decompressor_ = &backend->ThreadDecompressor();
  DAREBLOPY_TRY(decompressor_->Open(data, options_.open));
  DAREBLOPY_ASSIGN(const ImageSize stored, decompressor_->Prepare(options_.pixels));
  if (options_.apply_orientation) {
    const auto header = ReadHeader(data);
    if (header.ok()) orientation_ = OrientationFromExif(header.value().orientation);
  }
  const ImageSize upright = orientation_.Upright(stored);
  const Rect region = options_.region.value_or(Rect{0, 0, upright.width, upright.height});
  if (!RectFits(region, upright)) {
    return Error{.code = ErrorCode::JPEG_REGION_OUTSIDE,
                 .message = "The region reaches beyond the image",
                 .expected = "a part of " + std::to_string(upright.width) + "x" +
                             std::to_string(upright.height),
                 .actual = RectText(region)};
  }
  stored_ = ToStored(region, upright, orientation_);
  size_ = {region.width, region.height};
  return size_;
}

Status ImageDecoder::Decode(uint8_t* out) {
  const size_t channels = Channels();
  const size_t stride = stored_.width * channels;
  if (orientation_.none() && options_.layout == Layout::hwc) return DecodeStored(out, stride);

  ScratchBuffer stored(stride * stored_.height);
  const uint8_t* pixels = stored.bytes().data();
  DAREBLOPY_TRY(DecodeStored(stored.bytes().data(), stride));
  ScratchBuffer turned;
  if (!orientation_.none()) {
    uint8_t* upright = options_.layout == Layout::hwc ? out : turned.Resize(ByteSize()).data();
    TurnUpright(pixels, stride, {stored_.width, stored_.height}, channels, orientation_, upright);
    pixels = upright;
  }
  if (options_.layout == Layout::chw) {
    const ImageFormat format{.size = size_, .channels = Channels(), .layout = Layout::chw};
    RowWriter writer(format, out);
    for (uint32_t y = 0; y < size_.height; ++y) {
      writer.WriteBytes(y, 0, pixels + size_t{y} * size_.width * channels, size_.width, false);
    }
  }
  return {};
}

/// By several threads, where that pays.
Status ImageDecoder::DecodeStored(uint8_t* out, size_t stride) {
  const BandWork work{*backend_, data_, options_.open, options_.pixels, stored_};
  ThreadPool& pool = ThreadPool::Shared();
  const uint32_t bands = BandsOf(work, pool);
  if (bands > 1) {
    decompressor_->Close();
    if (DecodeBands(work, bands, pool, out, stride)) return {};
    DAREBLOPY_TRY(decompressor_->Open(data_, options_.open));
    DAREBLOPY_TRY(decompressor_->Prepare(options_.pixels));
  }
  return decompressor_->Decode(stored_, out, stride);
}

void ImageDecoder::Close() {
  if (decompressor_ != nullptr) decompressor_->Close();
}

}  // namespace dareblopy::jpeg
