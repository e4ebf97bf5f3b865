#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// listFolder(path, glob, followSymlinks, cancel) -> Promise<SourceSet handle>, sorted by name.
Napi::Value ListFolder(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
