#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// decodeJpeg(items, options, into | undefined, direct, cancel): the first item's pixels.
Napi::Value DecodeJpeg(const Napi::CallbackInfo& info);
/// decodeJpegSync(items | view, options, into | undefined, warnings | undefined): on the calling
/// thread; see packages/native/src/contract/jpeg.ts.
Napi::Value DecodeJpegSync(const Napi::CallbackInfo& info);
/// jpegRowDecoder(options): a Decoder; with `size` of one fixed column, without of a list of
/// images.
Napi::Value NewJpegDecoder(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
