#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// exports[name] = function.
template <Napi::Value (*function)(const Napi::CallbackInfo&)>
void Export(Napi::Env env, Napi::Object exports, const char* name) {
  exports.Set(name, Napi::Function::New<function>(env, name));
}

}  // namespace dareblopy::addon
