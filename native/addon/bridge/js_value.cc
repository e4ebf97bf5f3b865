#include "addon/bridge/js_value.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>

#include "addon/bridge/env_state.h"
#include "core/base/huge_pages.h"

namespace dareblopy::addon {

namespace {

napi_typedarray_type TypedArrayType(DType dtype) {
  switch (dtype) {
    case DType::uint8:
    case DType::boolean:
      return napi_uint8_array;
    case DType::int8:
      return napi_int8_array;
    case DType::uint16:
    case DType::float16:
      return napi_uint16_array;
    case DType::int16:
      return napi_int16_array;
    case DType::uint32:
      return napi_uint32_array;
    case DType::int32:
      return napi_int32_array;
    case DType::int64:
      return napi_bigint64_array;
    case DType::float32:
      return napi_float32_array;
    case DType::float64:
      return napi_float64_array;
  }
  return napi_uint8_array;
}

Napi::Array ShapeToJs(Napi::Env env, const std::vector<uint64_t>& shape) {
  Napi::Array array = Napi::Array::New(env, shape.size());
  for (size_t i = 0; i < shape.size(); ++i)
    array.Set(i, Napi::Number::New(env, static_cast<double>(shape[i])));
  return array;
}

Napi::Object NewArrayObject(Napi::Env env, std::string_view dtype,
                            const std::vector<uint64_t>& shape, Napi::Value data) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("dtype", Napi::String::New(env, dtype.data(), dtype.size()));
  object.Set("shape", ShapeToJs(env, shape));
  object.Set("data", data);
  return object;
}

// Node-API ends the process where the system refuses memory. So larger pieces are asked of the
// system first, and given back; that costs a microsecond or two, next to nothing beside touching
// them.
constexpr size_t kProbed = size_t{64} << 10;
constexpr size_t kMostProbed = size_t{1} << 40;  // beyond it, V8's own limits end the process, too
constexpr size_t kMostOfBuffer = size_t{1} << 32;  // of a Node Buffer, in Node 20

bool MayAllocate(size_t byte_length) {
  if (byte_length < kProbed) return true;
  if (byte_length > kMostProbed) return false;
  void* const probe = std::malloc(byte_length);
  // Or the compiler leaves both calls out.
  __asm__ volatile("" : : "g"(probe) : "memory");
  std::free(probe);
  return probe != nullptr;
}

// JavaScript's own constructor collects garbage and tries again, and fails with an error.
Napi::ArrayBuffer NewArrayBufferOrThrow(Napi::Env env, size_t byte_length) {
  const auto constructor = env.Global().Get("ArrayBuffer").As<Napi::Function>();
  try {
    return constructor.New({Napi::Number::New(env, static_cast<double>(byte_length))})
        .As<Napi::ArrayBuffer>();
  } catch (const Napi::Error&) {
    throw Napi::RangeError::New(
        env, "The system refuses an array of " + std::to_string(byte_length) + " bytes");
  }
}

struct Converter {
  Napi::Env env;

  Napi::Value operator()(std::monostate) const { return env.Undefined(); }
  Napi::Value operator()(bool value) const { return Napi::Boolean::New(env, value); }
  Napi::Value operator()(double value) const { return Napi::Number::New(env, value); }
  Napi::Value operator()(int64_t value) const { return Napi::BigInt::New(env, value); }
  Napi::Value operator()(const std::string& value) const { return Napi::String::New(env, value); }
  Napi::Value operator()(const ArrayValue& value) const {
    const Napi::Value buffer = NewBufferOf(env, value.data.bytes());
    const size_t length = value.data.size() / DTypeSize(value.dtype);
    return NewArrayObject(env, DTypeName(value.dtype), value.shape,
                          NewTypedArray(env, value.dtype, buffer, 0, length));
  }
  Napi::Value operator()(const BytesValue& value) const {
    if (!value.utf8) {
      // Parts of one buffer: a buffer each costs several times what short values hold.
      const Napi::Value buffer = NewBufferOf(env, value.data.bytes());
      return NewArrayObject(env, "bytes", value.shape,
                            EnvState::Of(env).bytes_cutter.Cut(env, buffer, value.ends));
    }
    Napi::Array data = Napi::Array::New(env, value.ends.size());
    uint64_t begin = 0;
    for (size_t i = 0; i < value.ends.size(); ++i) {
      Napi::HandleScope scope(env);
      const size_t size = value.ends[i] - begin;
      const auto* text = reinterpret_cast<const char*>(value.data.data() + begin);
      data.Set(i, Napi::String::New(env, size == 0 ? "" : text, size));
      begin = value.ends[i];
    }
    return NewArrayObject(env, "string", value.shape, data);
  }
  Napi::Value operator()(const ListValue& value) const {
    Napi::Array list = Napi::Array::New(env, value.size());
    for (size_t i = 0; i < value.size(); ++i) {
      Napi::HandleScope scope(env);
      list.Set(i, ToJs(env, value[i]));
    }
    return list;
  }
  Napi::Value operator()(const ObjectValue& value) const {
    Napi::Object object = Napi::Object::New(env);
    for (const auto& [name, member] : value) object.Set(name, ToJs(env, member));
    return object;
  }
};

}  // namespace

Napi::Value NewTypedArray(Napi::Env env, DType dtype, Napi::Value buffer, size_t byte_offset,
                          size_t length) {
  napi_value array = nullptr;
  if (napi_create_typedarray(env, TypedArrayType(dtype), length, buffer, byte_offset, &array) !=
      napi_ok) {
    throw Napi::Error::New(env);
  }
  return {env, array};
}

Napi::ArrayBuffer NewArrayBuffer(Napi::Env env, size_t byte_length) {
  if (MayAllocate(byte_length)) return Napi::ArrayBuffer::New(env, byte_length);
  return NewArrayBufferOrThrow(env, byte_length);
}

// Node's Buffer is the one constructor in Node-API that does not zero its memory: each Buffer made
// this way has an ArrayBuffer of its own, which is all we keep of it.
NewBuffer NewUninitialisedBuffer(Napi::Env env, size_t byte_length) {
  void* data = nullptr;
  napi_value value = nullptr;
  if (byte_length == 0) return {Napi::ArrayBuffer::New(env, 0), nullptr};
  if (byte_length > kMostOfBuffer || !MayAllocate(byte_length)) {
    auto zeroed = NewArrayBufferOrThrow(env, byte_length);
    return {zeroed, static_cast<uint8_t*>(zeroed.Data())};
  }
  if (napi_create_buffer(env, byte_length, &data, &value) != napi_ok) throw Napi::Error::New(env);
  napi_value buffer = nullptr;
  size_t byte_offset = 0;
  if (napi_get_typedarray_info(env, value, nullptr, nullptr, nullptr, &buffer, &byte_offset) !=
      napi_ok) {
    throw Napi::Error::New(env);
  }
  size_t whole = 0;
  napi_get_arraybuffer_info(env, buffer, nullptr, &whole);
  AdviseHugePages(data, byte_length);
  if (byte_offset == 0 && whole == byte_length)
    return {Napi::Value(env, buffer), static_cast<uint8_t*>(data)};
  auto fresh = NewArrayBuffer(env, byte_length);  // a runtime that pools its Buffers
  return {fresh, static_cast<uint8_t*>(fresh.Data())};
}

Napi::Value NewBufferOf(Napi::Env env, Bytes bytes) {
  const NewBuffer fresh = NewUninitialisedBuffer(env, bytes.size());
  if (!bytes.empty()) std::memcpy(fresh.data, bytes.data(), bytes.size());
  return fresh.buffer;
}

Napi::Value ToJs(Napi::Env env, const Value& value) { return std::visit(Converter{env}, value.v); }

}  // namespace dareblopy::addon
