// JPEG to JPEG, coefficients untouched, on either libjpeg.
#pragma once

#include "core/jpeg/backend.h"
#include "core/jpeg/backend/library.h"

namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE {

Status Transcode(Bytes data, const RepackOptions& options, Buffer& out);

}  // namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE
