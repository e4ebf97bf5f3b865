// Entries by name.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// zipFind(set, name) -> index, or -1.
Napi::Value ZipFind(const Napi::CallbackInfo& info);
/// zipFindAll(set, names joined by NUL, how many) -> Float64Array of indices, or undefined where
/// one is not there, or holds a NUL itself.
Napi::Value ZipFindAll(const Napi::CallbackInfo& info);
/// zipReadShort(set, name, into) -> its size, once it is read into `into`; -1 where it is not there
/// or longer than that. On the calling thread.
Napi::Value ZipReadShort(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
