#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// repackJpeg(items, options, cancel): the first item's JPEG, written anew.
Napi::Value RepackJpeg(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
