#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// readJpegInfo(items, wanted, cancel): the headers of all items, read as far as they go and no
/// further: { numbers: Float64Array, parts: [exif, icc][] | undefined }.
Napi::Value ReadJpegInfo(const Napi::CallbackInfo& info);
/// readJpegInfoSync(items, wanted, numbers): of the first item, on the calling thread. Fills
/// `numbers`, answers [exif, icc] or undefined.
Napi::Value ReadJpegInfoSync(const Napi::CallbackInfo& info);
/// jpegInfoOf(view, wanted, numbers): same of bytes in JavaScript's memory, which are not copied.
Napi::Value JpegInfoOf(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
