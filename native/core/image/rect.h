// Whole-pixel sizes and rectangles of images.
#pragma once

#include <cstdint>

namespace dareblopy {

struct ImageSize {
  uint32_t width = 0;
  uint32_t height = 0;
  bool operator==(const ImageSize&) const = default;
};

/// Columns [x, x + width) and rows [y, y + height).
struct Rect {
  uint32_t x = 0;
  uint32_t y = 0;
  uint32_t width = 0;
  uint32_t height = 0;
  bool operator==(const Rect&) const = default;
};

inline bool RectFits(const Rect& rect, const ImageSize& size) {
  return rect.width > 0 && rect.height > 0 && rect.x <= size.width && rect.y <= size.height &&
         rect.width <= size.width - rect.x && rect.height <= size.height - rect.y;
}

}  // namespace dareblopy
