// The one thing in EXIF that changes how an image is shown.
#pragma once

#include <cstdint>

#include "core/base/bytes.h"

namespace dareblopy {

/// The orientation tag (0x0112) of the first image directory of a TIFF structure (EXIF 2.32, 4.6.4
/// A); 1 when there is none or the structure is damaged: a broken EXIF must not cost the image.
uint8_t ExifOrientation(Bytes tiff);

}  // namespace dareblopy
