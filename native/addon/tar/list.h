// What an opened set of archives holds.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// tarFind(set, name) -> index of the last entry of that name, or -1
Napi::Value TarFind(const Napi::CallbackInfo& info);
/// tarFindAll(set, names joined by NUL, count) -> Float64Array; undefined where one is not there
Napi::Value TarFindAll(const Napi::CallbackInfo& info);
/// tarGlob(set, pattern) -> Uint32Array of entries that are found by their name
Napi::Value TarGlob(const Napi::CallbackInfo& info);
/// tarList(set, prefix) -> Uint32Array
Napi::Value TarList(const Napi::CallbackInfo& info);
/// tarStat(set, index) -> [size, modified, offset, file]
Napi::Value TarStat(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
