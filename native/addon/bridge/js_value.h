// Value (core) to JavaScript: NDArrays and plain objects, on memory of JavaScript's own.
#pragma once

#include <napi.h>

#include "core/batch/dtype.h"
#include "core/batch/value.h"

namespace dareblopy::addon {

/// Copies: external ArrayBuffers cost more than a copy below megabytes, and some runtimes forbid
/// them.
Napi::Value ToJs(Napi::Env env, const Value& value);

/// A typed array of the dtype over [offset, offset + length elements) of `buffer`. float16 is a
/// Uint16Array of bits, bool a Uint8Array, int64 a BigInt64Array.
Napi::Value NewTypedArray(Napi::Env env, DType dtype, Napi::Value buffer, size_t byte_offset,
                          size_t length);

/// A fresh ArrayBuffer of zeros. Throws a RangeError, as all of these do, where the system refuses
/// the memory: Napi::ArrayBuffer::New would end the process.
Napi::ArrayBuffer NewArrayBuffer(Napi::Env env, size_t byte_length);

/// A typed array of zeros.
template <typename Array>
Array NewNumbers(Napi::Env env, size_t count) {
  return Array::New(env, count, NewArrayBuffer(env, count * sizeof(*Array().Data())), 0);
}

/// A fresh ArrayBuffer. Its memory is not zeroed: the caller overwrites all of it before JavaScript
/// sees it (or zeroes it).
struct NewBuffer {
  Napi::Value buffer;
  uint8_t* data;
};
NewBuffer NewUninitialisedBuffer(Napi::Env env, size_t byte_length);
/// A fresh ArrayBuffer with a copy of `bytes`.
Napi::Value NewBufferOf(Napi::Env env, Bytes bytes);

}  // namespace dareblopy::addon
