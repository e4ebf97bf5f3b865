// Adam7 interlacing (PNG, section 8.2): seven reduced images, one after the other.
#pragma once

#include <array>

#include "core/png/header.h"

namespace dareblopy::png {

struct Pass {
  uint8_t x, y;    // of the first pixel
  uint8_t dx, dy;  // from pixel to pixel
  ImageSize Size(ImageSize image) const {
    return {image.width > x ? (image.width - x + dx - 1) / dx : 0,
            image.height > y ? (image.height - y + dy - 1) / dy : 0};
  }
};

inline constexpr std::array<Pass, 7> kPasses = {{{0, 0, 8, 8},
                                                 {4, 0, 8, 8},
                                                 {0, 4, 4, 8},
                                                 {2, 0, 4, 4},
                                                 {0, 2, 2, 4},
                                                 {1, 0, 2, 2},
                                                 {0, 1, 1, 2}}};

/// Bytes of the inflated image, filter bytes included. No overflow below 2^31 x 2^31 pixels of 8
/// bytes: callers have checked the pixels against a limit.
uint64_t InflatedBytes(const Header& header);

/// Undoes filters and interlacing of `passes` (InflatedBytes of them, with room for 16 more) into
/// whole rows of `out`: a byte a sample up to 8 bits, else two. A row's filter that is none:
/// false.
bool Deinterlace(uint8_t* passes, const Header& header, uint8_t* out);

}  // namespace dareblopy::png
