#include "addon/bridge/js_memory.h"

#include <cstring>

namespace dareblopy::addon {

namespace {

// Bytes of an element; 0 for a type that this Node-API does not know (a younger Node's float16).
size_t ElementSize(napi_typedarray_type type) {
  switch (type) {
    case napi_int8_array:
    case napi_uint8_array:
    case napi_uint8_clamped_array:
      return 1;
    case napi_int16_array:
    case napi_uint16_array:
      return 2;
    case napi_int32_array:
    case napi_uint32_array:
    case napi_float32_array:
      return 4;
    case napi_float64_array:
    case napi_bigint64_array:
    case napi_biguint64_array:
      return 8;
    default:
      return 0;
  }
}

}  // namespace

MutableBytes MemoryOf(Napi::Value value) {
  napi_env env = value.Env();
  void* data = nullptr;
  size_t length = 0;
  bool is_view = false;
  auto type = static_cast<napi_typedarray_type>(-1);
  // One call a view: batches of small samples in memory pass here by the thousand.
  if (napi_get_typedarray_info(env, value, &type, &length, &data, nullptr, nullptr) == napi_ok) {
    if (const size_t size = ElementSize(type)) return {static_cast<uint8_t*>(data), length * size};
    const Napi::Value bytes = value.As<Napi::Object>().Get("byteLength");
    return {static_cast<uint8_t*>(data),
            static_cast<size_t>(bytes.As<Napi::Number>().Int64Value())};
  }
  if (napi_is_dataview(env, value, &is_view) == napi_ok && is_view) {
    napi_get_dataview_info(env, value, &length, &data, nullptr, nullptr);
    return {static_cast<uint8_t*>(data), length};
  }
  if (napi_get_arraybuffer_info(env, value, &data, &length) != napi_ok) {
    throw Napi::TypeError::New(env, "Expected an ArrayBuffer or a view of one");
  }
  return {static_cast<uint8_t*>(data), length};
}

JsTarget::JsTarget(Napi::Value array, bool direct) {
  const MutableBytes memory = MemoryOf(array);
  size_ = memory.size();
  if (direct && memory.data() != nullptr) {
    direct_ = memory.data();
  } else {
    stage_ = std::make_unique<ScratchBuffer>(size_);
  }
}

void JsTarget::Deliver(Napi::Value array, size_t used) {
  if (direct_ != nullptr || used == 0) return;
  const MutableBytes memory = MemoryOf(array);
  if (memory.size() < size_) {
    throw Napi::TypeError::New(
        array.Env(), "The buffer given as `into` was transferred or resized before it was filled");
  }
  std::memcpy(memory.data(), stage_->buffer().data(), used);
}

}  // namespace dareblopy::addon
