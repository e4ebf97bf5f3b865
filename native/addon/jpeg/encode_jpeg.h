#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// encodeJpeg(pixels, options, cancel): a JPEG of uint8 pixels, HWC or CHW.
Napi::Value EncodeJpeg(const Napi::CallbackInfo& info);
/// encodeJpegSync(pixels, options): on the calling thread.
Napi::Value EncodeJpegSync(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
