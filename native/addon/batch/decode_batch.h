// Samples to a batch: any items through any decoders, one crossing.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// decodeBatch({ decoders, items, keys?, outputs, direct }, cancel)
///   -> Promise<{ values, failures, readNanos, inflateNanos, decodeNanos }>
/// Each sample is read once and given to every decoder. `outputs[d]` lists one array per fixed
/// column of decoder d, with room for a row per item; `values[d]` is what its variable rows came
/// to. `failures` is [[row, error], ...] in order of rows, or undefined: a row that fails fails for
/// all.
Napi::Value DecodeBatch(const Napi::CallbackInfo& info);
/// decodeBatchSync(same) -> same, on the calling thread.
Napi::Value DecodeBatchSync(const Napi::CallbackInfo& info);
/// newBuffer(byteLength) -> ArrayBuffer of zeros, on huge pages where it is large.
Napi::Value NewBatchBuffer(const Napi::CallbackInfo& info);
/// adjustExternalMemory(bytes): tells the garbage collector of memory it does not see, or that it
/// counts twice.
Napi::Value AdjustExternalMemory(const Napi::CallbackInfo& info);
/// decoderColumns(handle) -> [{ name, dtype, rowShape, rowBytes }]
Napi::Value DecoderColumns(const Napi::CallbackInfo& info);
/// rawDecoder(dtype, shape, endian) -> handle: bytes of exactly one row.
Napi::Value NewRawDecoder(const Napi::CallbackInfo& info);
/// textDecoder() -> handle: UTF-8 text.
Napi::Value NewTextDecoder(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
