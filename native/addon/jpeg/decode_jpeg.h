#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// decodeJpeg(items, options, into | undefined, direct, cancel): the first item's pixels.
Napi::Value DecodeJpeg(const Napi::CallbackInfo& info);
/// decodeJpegSync(items, options, into | undefined): on the calling thread.
Napi::Value DecodeJpegSync(const Napi::CallbackInfo& info);
/// jpegRowDecoder(options): a Decoder; with `size` of one fixed column, without of a list of
/// images.
Napi::Value NewJpegDecoder(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
