#include "core/image/orientation.h"

#include <algorithm>
#include <cstring>

namespace dareblopy {

namespace {

Rect Flip(Rect rect, ImageSize size, bool mirror, bool invert) {
  if (mirror) rect.x = size.width - rect.x - rect.width;
  if (invert) rect.y = size.height - rect.y - rect.height;
  return rect;
}

template <size_t kPixel>
void CopyTurned(const uint8_t* pixels, size_t stride, ImageSize size,
                const Orientation& orientation, uint8_t* out) {
  const ImageSize upright = orientation.Upright(size);
  const auto step = static_cast<ptrdiff_t>(orientation.transpose ? stride : kPixel);
  // Transposing reads columns: in square blocks, so that the rows they touch stay in the cache.
  constexpr uint32_t kBlock = 64;
  for (uint32_t block = 0; block < upright.width; block += kBlock) {
    const uint32_t block_end = std::min(upright.width, block + kBlock);
    for (uint32_t y = 0; y < upright.height; ++y) {
      const size_t line = orientation.invert ? upright.height - 1 - y : y;
      const uint8_t* base = pixels + line * (orientation.transpose ? kPixel : stride);
      uint8_t* to = out + (size_t{y} * upright.width + block) * kPixel;
      for (uint32_t x = block; x < block_end; ++x, to += kPixel) {
        const auto column = static_cast<ptrdiff_t>(orientation.mirror ? upright.width - 1 - x : x);
        std::memcpy(to, base + column * step, kPixel);
      }
    }
  }
}

}  // namespace

Orientation OrientationFromExif(uint8_t exif) {
  constexpr Orientation kTable[] = {
      {false, false, false}, {false, true, false}, {false, true, true}, {false, false, true},
      {true, false, false},  {true, true, false},  {true, true, true},  {true, false, true}};
  return exif >= 1 && exif <= 8 ? kTable[exif - 1] : kTable[0];
}

Rect ToStored(const Rect& rect, ImageSize upright, const Orientation& orientation) {
  const Rect flipped = Flip(rect, upright, orientation.mirror, orientation.invert);
  return orientation.transpose ? Rect{flipped.y, flipped.x, flipped.height, flipped.width}
                               : flipped;
}

Geometry WithoutFlips(const Geometry& plan, ImageSize upright, const Orientation& orientation) {
  Geometry turned = plan;
  turned.source = Flip(plan.source, upright, orientation.mirror, orientation.invert);
  turned.window = Flip(plan.window, plan.resized, orientation.mirror, orientation.invert);
  turned.mirror = plan.mirror != orientation.mirror;
  turned.invert = plan.invert != orientation.invert;
  return turned;
}

void TurnUpright(const uint8_t* pixels, size_t stride, ImageSize size, size_t pixel_bytes,
                 const Orientation& orientation, uint8_t* out) {
  switch (pixel_bytes) {
    case 1:
      return CopyTurned<1>(pixels, stride, size, orientation, out);
    case 2:
      return CopyTurned<2>(pixels, stride, size, orientation, out);
    case 3:
      return CopyTurned<3>(pixels, stride, size, orientation, out);
    case 6:
      return CopyTurned<6>(pixels, stride, size, orientation, out);
    case 8:
      return CopyTurned<8>(pixels, stride, size, orientation, out);
    default:
      return CopyTurned<4>(pixels, stride, size, orientation, out);
  }
}

}  // namespace dareblopy
