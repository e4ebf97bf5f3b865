#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// readJpegInfo(items, wanted, cancel): the headers of all items, read as far as they go and no
/// further.
Napi::Value ReadJpegInfo(const Napi::CallbackInfo& info);
/// readJpegInfoSync(items, wanted): of the first item, on the calling thread.
Napi::Value ReadJpegInfoSync(const Napi::CallbackInfo& info);
/// jpegInfoOf(view, wanted): of bytes in JavaScript's memory, without copying them.
Napi::Value JpegInfoOf(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
