// Writing archives: calls that append are made one after the other by JavaScript.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// tarCreate(path) -> Promise<writer handle>
Napi::Value TarCreate(const Napi::CallbackInfo& info);
/// tarAdd(writer, items, { name, modified, mode }, cancel) -> Promise<undefined>: the first item's
/// bytes are read and appended.
Napi::Value TarAdd(const Napi::CallbackInfo& info);
/// tarClose(writer) -> Promise<undefined>: ends the archive and names the file.
Napi::Value TarClose(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
