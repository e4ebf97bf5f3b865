#pragma once

#include <napi.h>

namespace dareblopy::addon {

namespace internal {

using Callback = Napi::Value (*)(const Napi::CallbackInfo&);

/// Calls `function` and hands what it throws to JavaScript. While an environment is being
/// terminated every Node-API call fails, throwing too: then there is nobody to tell, and nothing
/// may escape.
napi_value Guard(napi_env env, napi_callback_info info, Callback function) noexcept;

template <Callback function>
napi_value Guarded(napi_env env, napi_callback_info info) {
  return Guard(env, info, function);
}

}  // namespace internal

/// exports[name] = function.
template <internal::Callback function>
void Export(Napi::Env env, Napi::Object exports, const char* name) {
  napi_value value = nullptr;
  if (napi_create_function(env, name, NAPI_AUTO_LENGTH, internal::Guarded<function>, nullptr,
                           &value) != napi_ok) {
    throw Napi::Error::New(env);
  }
  exports.Set(name, value);
}

}  // namespace dareblopy::addon
