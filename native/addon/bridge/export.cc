#include "addon/bridge/export.h"

#include <exception>

#include "addon/bridge/js_error.h"

namespace dareblopy::addon::internal {

namespace {

napi_value CallAndThrow(napi_env env, napi_callback_info info, Callback function) {
  try {
    return function(Napi::CallbackInfo(env, info));
  } catch (const Napi::Error& error) {
    napi_throw(env, error.Value());
  } catch (const std::exception& error) {  // std::bad_alloc and its kin
    napi_throw(env, ToJsError(env, Error{ErrorCode::OUT_OF_MEMORY, error.what()}).Value());
  }
  return nullptr;
}

}  // namespace

napi_value Guard(napi_env env, napi_callback_info info, Callback function) noexcept {
  try {
    return CallAndThrow(env, info, function);
  } catch (...) {
    return nullptr;  // the environment is being terminated
  }
}

}  // namespace dareblopy::addon::internal
