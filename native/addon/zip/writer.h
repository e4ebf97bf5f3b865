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
/// zipAddNow(writer, bytes, info, method, level) -> whether it was done: packs and appends on the
/// calling thread what is small, while nobody else is writing and memory has room for it.
Napi::Value ZipAddNow(const Napi::CallbackInfo& info);
/// zipWritten(writer) -> [entries, their bytes before compression] so far.
Napi::Value ZipWritten(const Napi::CallbackInfo& info);
/// zipBegin(writer, info, method, level) -> Promise<undefined>: an entry of unknown size.
Napi::Value ZipBegin(const Napi::CallbackInfo& info);
/// zipWrite(writer, bytes) -> Promise<undefined>; the bytes are copied before it returns.
Napi::Value ZipWrite(const Napi::CallbackInfo& info);
/// zipEnd(writer) -> Promise<undefined>
Napi::Value ZipEnd(const Napi::CallbackInfo& info);
/// zipClose(writer, comment, sync) -> Promise<undefined>: writes the directory, names the file,
/// with `sync` after the device has it.
Napi::Value ZipClose(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
