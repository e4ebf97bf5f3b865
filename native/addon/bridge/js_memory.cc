#include "addon/bridge/js_memory.h"

#include <cstring>

namespace dareblopy::addon {

MutableBytes MemoryOf(Napi::Value value) {
  napi_env env = value.Env();
  void* data = nullptr;
  size_t length = 0;
  bool is_view = false;
  if (napi_is_typedarray(env, value, &is_view) == napi_ok && is_view) {
    const auto view = value.As<Napi::TypedArray>();
    napi_get_typedarray_info(env, value, nullptr, nullptr, &data, nullptr, nullptr);
    return {static_cast<uint8_t*>(data), view.ByteLength()};
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
