// Error (core) to DareblopyError (JavaScript).
#pragma once

#include <napi.h>

#include "core/base/error.h"

namespace dareblopy::addon {

/// The error as an object of the class that core handed in through setErrorClass (a plain Error
/// with the same fields before that).
Napi::Error ToJsError(Napi::Env env, const Error& error);

/// Throws the error of a Status or Result that has one.
inline void ThrowIfError(Napi::Env env, const Status& status) {
  if (!status.ok()) throw ToJsError(env, status.error());
}
template <typename T>
T ValueOrThrow(Napi::Env env, Result<T> result) {
  if (!result.ok()) throw ToJsError(env, result.error());
  return std::move(result).value();
}

/// setErrorClass(cls): cls is called as new cls(code, message, fields).
Napi::Value SetErrorClass(const Napi::CallbackInfo& info);
/// errorCodes(): every code, for the test that holds the TypeScript union to it.
Napi::Value ErrorCodes(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
