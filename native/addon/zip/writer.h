// Writing archives. Packing (reading, compressing, checking) runs on the pool for many entries at
// once; the calls that append to the file are made one after the other by JavaScript.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// zipPack(items, method, level, cancel) -> Promise<packed handle>: the first item, made ready.
Napi::Value ZipPack(const Napi::CallbackInfo& info);
/// zipCreate(path) -> Promise<writer handle>
Napi::Value ZipCreate(const Napi::CallbackInfo& info);
/// zipAdd(writer, packed, { name, comment, dosModified, unixModified, align }) ->
/// Promise<undefined>
Napi::Value ZipAdd(const Napi::CallbackInfo& info);
/// zipBegin(writer, info, method, level) -> Promise<undefined>: an entry of unknown size.
Napi::Value ZipBegin(const Napi::CallbackInfo& info);
/// zipWrite(writer, bytes) -> Promise<undefined>; the bytes are copied before it returns.
Napi::Value ZipWrite(const Napi::CallbackInfo& info);
/// zipEnd(writer) -> Promise<undefined>
Napi::Value ZipEnd(const Napi::CallbackInfo& info);
/// zipClose(writer, comment) -> Promise<undefined>: writes the directory, names the file.
Napi::Value ZipClose(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
