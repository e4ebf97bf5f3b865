#include "core/image/whole_image.h"

#include "core/base/buffer.h"

namespace dareblopy {

namespace {

std::string RectText(const Rect& rect) {
  return std::to_string(rect.width) + "x" + std::to_string(rect.height) + " at (" +
         std::to_string(rect.x) + ", " + std::to_string(rect.y) + ")";
}

}  // namespace

Result<ImageSize> WholeImage::Open(Bytes data, const Opening& opening) {
  DAREBLOPY_ASSIGN(source_, codec_.Open(data, opening));
  DAREBLOPY_ASSIGN(const ImageSize stored, source_->Prepare(options_.scale_eighths));
  orientation_ = source_->orientation();
  const ImageSize upright = orientation_.Upright(stored);
  const Rect region = options_.region.value_or(Rect{0, 0, upright.width, upright.height});
  if (!RectFits(region, upright)) {
    return Error{.code = source_->outside(),
                 .message = "The region reaches beyond the image",
                 .expected = "a part of " + std::to_string(upright.width) + "x" +
                             std::to_string(upright.height),
                 .actual = RectText(region)};
  }
  stored_ = ToStored(region, upright, orientation_);
  format_ = {.size = {region.width, region.height},
             .channels = ChannelsOf(options_.format),
             .dtype = options_.dtype,
             .layout = options_.layout};
  return format_.size;
}

Status WholeImage::Decode(uint8_t* out) {
  const size_t pixel = format_.pixel_bytes();
  const size_t stride = stored_.width * pixel;
  const bool interleaved = options_.layout == Layout::hwc;
  if (orientation_.none() && interleaved) return source_->Decode(stored_, out, stride);

  ScratchBuffer stored(stride * stored_.height);
  const uint8_t* pixels = stored.bytes().data();
  DAREBLOPY_TRY(source_->Decode(stored_, stored.bytes().data(), stride));
  ScratchBuffer turned;
  if (!orientation_.none()) {
    uint8_t* upright = interleaved ? out : turned.Resize(ByteSize()).data();
    TurnUpright(pixels, stride, {stored_.width, stored_.height}, pixel, orientation_, upright);
    pixels = upright;
  }
  if (interleaved) return {};
  RowWriter writer(format_, out);
  const auto [width, height] = format_.size;
  for (uint32_t y = 0; y < height; ++y) {
    writer.WriteBytes(y, 0, pixels + size_t{y} * width * pixel, width, false);
  }
  return {};
}

}  // namespace dareblopy
