// The eight ways in which a camera may have been held, as EXIF numbers them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/image/geometry.h"
#include "core/image/rect.h"

namespace dareblopy {

/// What turns stored pixels into upright ones: first swap rows and columns, then mirror each row,
/// then reverse the order of rows.
struct Orientation {
  bool transpose = false;
  bool mirror = false;
  bool invert = false;

  bool none() const { return !transpose && !mirror && !invert; }
  /// The upright size of an image stored with `size`.
  ImageSize Upright(ImageSize size) const {
    return transpose ? ImageSize{size.height, size.width} : size;
  }
};

/// From EXIF's 1 to 8 (EXIF 2.32, table 6).
Orientation OrientationFromExif(uint8_t exif);

/// The rectangle of the stored image that `rect` of the upright one shows. `upright` is the
/// latter's size.
Rect ToStored(const Rect& rect, ImageSize upright, const Orientation& orientation);

/// The same plan for the image that is transposed but not yet mirrored and inverted: those go into
/// the plan's own flips, where they cost nothing.
Geometry WithoutFlips(const Geometry& plan, ImageSize upright, const Orientation& orientation);

/// Pixels of `pixel_bytes` bytes (1, 2, 3, 4, 6 or 8), `size` as stored, rows `stride` apart,
/// turned upright into `out` (rows without gaps). The buffers may not overlap.
void TurnUpright(const uint8_t* pixels, size_t stride, ImageSize size, size_t pixel_bytes,
                 const Orientation& orientation, uint8_t* out);

}  // namespace dareblopy
