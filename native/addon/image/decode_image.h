#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// decodeImage(items, options, into | undefined, direct, cancel): the first item's pixels.
Napi::Value DecodeImage(const Napi::CallbackInfo& info);
/// decodeImageSync(items | view, options, into | undefined, warnings | undefined): on the calling
/// thread; see packages/native/src/contract/image.ts.
Napi::Value DecodeImageSync(const Napi::CallbackInfo& info);
/// imageDecoder(options): a Decoder; with `size` of one fixed column, without of a list of images.
Napi::Value NewImageDecoder(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
