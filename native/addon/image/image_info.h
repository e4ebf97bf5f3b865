#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// readImageInfo(codec, items, cancel): numbers of each item's header; see
/// packages/core/src/image/read-image-info.ts.
Napi::Value ReadImageInfo(const Napi::CallbackInfo& info);
/// readImageInfoSync(codec, items | view, numbers): of one, on the calling thread.
Napi::Value ReadImageInfoSync(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
