#include "core/image/pixel_format.h"

#include <cstring>
#include <iterator>

namespace dareblopy {

namespace {

/// Where red, green and blue lie in a pixel of `format`.
struct Order {
  int red, green, blue, alpha;
};

Order OrderOf(PixelFormat format) {
  switch (format) {
    case PixelFormat::bgr:
      return {2, 1, 0, -1};
    case PixelFormat::rgba:
      return {0, 1, 2, 3};
    case PixelFormat::bgra:
      return {2, 1, 0, 3};
    default:
      return {0, 1, 2, -1};
  }
}

uint8_t MulDiv255(unsigned a, unsigned b) {
  const unsigned t = a * b + 128;
  return static_cast<uint8_t>(((t >> 8) + t) >> 8);
}

/// ITU-R 601-2 luma in 16-bit fixed point: libjpeg's rgb_gray_convert and Pillow's "L".
uint8_t Luma(unsigned r, unsigned g, unsigned b) {
  return static_cast<uint8_t>((r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16);
}

}  // namespace

std::optional<PixelFormat> PixelFormatFromName(std::string_view name) {
  for (size_t i = 0; i < std::size(kPixelFormatNames); ++i) {
    if (kPixelFormatNames[i] == name) return static_cast<PixelFormat>(i);
  }
  return std::nullopt;
}

void ConvertRgbRow(const uint8_t* rgb, size_t pixels, PixelFormat format, uint8_t* out) {
  if (format == PixelFormat::rgb) {
    std::memcpy(out, rgb, pixels * 3);
    return;
  }
  const Order order = OrderOf(format);
  const size_t step = ChannelsOf(format);
  for (size_t i = 0; i < pixels; ++i, rgb += 3, out += step) {
    out[order.red] = rgb[0];
    out[order.green] = rgb[1];
    out[order.blue] = rgb[2];
    if (order.alpha >= 0) out[order.alpha] = 255;
  }
}

void ConvertCmykRow(const uint8_t* cmyk, size_t pixels, PixelFormat format, uint8_t* out) {
  if (format == PixelFormat::cmyk) {
    std::memcpy(out, cmyk, pixels * 4);
    return;
  }
  const Order order = OrderOf(format);
  const size_t step = ChannelsOf(format);
  for (size_t i = 0; i < pixels; ++i, cmyk += 4, out += step) {
    const uint8_t r = MulDiv255(cmyk[0], cmyk[3]);
    const uint8_t g = MulDiv255(cmyk[1], cmyk[3]);
    const uint8_t b = MulDiv255(cmyk[2], cmyk[3]);
    if (format == PixelFormat::gray) {
      out[0] = Luma(r, g, b);
      continue;
    }
    out[order.red] = r;
    out[order.green] = g;
    out[order.blue] = b;
    if (order.alpha >= 0) out[order.alpha] = 255;
  }
}

}  // namespace dareblopy
