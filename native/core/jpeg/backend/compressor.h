// Pixels to JPEG, on either libjpeg.
#pragma once

#include "core/jpeg/backend.h"
#include "core/jpeg/backend/library.h"

namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE {

Status Compress(const uint8_t* pixels, size_t stride, ImageSize size, PixelFormat format,
                const EncodeOptions& options, Buffer& out);

}  // namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE
