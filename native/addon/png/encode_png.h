#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// encodePng(pixels, options, cancel): a PNG of uint8 or uint16 pixels, HWC or CHW.
Napi::Value EncodePng(const Napi::CallbackInfo& info);
/// encodePngSync(pixels, options): on the calling thread.
Napi::Value EncodePngSync(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
