#include "addon/bridge/js_error.h"

#include <string>

#include "addon/bridge/env_state.h"

namespace dareblopy::addon {

namespace {

Napi::Value DetailToJs(Napi::Env env, const ErrorDetail& detail) {
  if (const auto* number = std::get_if<uint64_t>(&detail))
    return Napi::Number::New(env, static_cast<double>(*number));
  if (const auto* words = std::get_if<std::string>(&detail)) return Napi::String::New(env, *words);
  return env.Undefined();
}

std::string DetailToText(const ErrorDetail& detail) {
  if (const auto* number = std::get_if<uint64_t>(&detail)) return std::to_string(*number);
  return std::get<std::string>(detail);
}

bool HasDetail(const ErrorDetail& detail) {
  return !std::holds_alternative<std::monostate>(detail);
}

// "message: expected X, found Y (photos.zip, entry 0.jpg, record 3, offset 120)"
std::string Sentence(const Error& error) {
  std::string text = error.message;
  if (HasDetail(error.expected)) text += ": expected " + DetailToText(error.expected);
  if (HasDetail(error.actual)) {
    text += (HasDetail(error.expected) ? ", found " : ": found ") + DetailToText(error.actual);
  }
  std::string place;
  const auto add = [&place](const std::string& part) {
    place += (place.empty() ? "" : ", ") + part;
  };
  if (!error.path.empty()) add(error.path);
  if (!error.entry.empty()) add("entry " + error.entry);
  if (error.record) add("record " + std::to_string(*error.record));
  if (error.offset) add("offset " + std::to_string(*error.offset));
  return place.empty() ? text : text + " (" + place + ")";
}

}  // namespace

Napi::Error ToJsError(Napi::Env env, const Error& error) {
  const Napi::String code = Napi::String::New(env, ErrorCodeName(error.code));
  const Napi::String message = Napi::String::New(env, Sentence(error));
  Napi::Object fields = Napi::Object::New(env);
  if (!error.path.empty()) fields.Set("path", error.path);
  if (!error.entry.empty()) fields.Set("entry", error.entry);
  if (error.record)
    fields.Set("record", Napi::Number::New(env, static_cast<double>(*error.record)));
  if (error.offset)
    fields.Set("offset", Napi::Number::New(env, static_cast<double>(*error.offset)));
  if (HasDetail(error.expected)) fields.Set("expected", DetailToJs(env, error.expected));
  if (HasDetail(error.actual)) fields.Set("actual", DetailToJs(env, error.actual));
  if (error.system_errno != 0) fields.Set("errno", Napi::Number::New(env, error.system_errno));

  const auto& error_class = EnvState::Of(env).error_class;
  if (!error_class.IsEmpty()) return {env, error_class.New({code, message, fields})};
  Napi::Error plain = Napi::Error::New(env, std::string(message));
  plain.Set("code", code);
  plain.Set("fields", fields);
  return plain;
}

Napi::Value SetErrorClass(const Napi::CallbackInfo& info) {
  EnvState::Of(info.Env()).error_class = Napi::Persistent(info[0].As<Napi::Function>());
  return info.Env().Undefined();
}

Napi::Value ErrorCodes(const Napi::CallbackInfo& info) {
  Napi::Array codes = Napi::Array::New(info.Env());
#define X(name) codes.Set(codes.Length(), #name);
#include "core/base/error_codes.inc"
#undef X
  return codes;
}

}  // namespace dareblopy::addon
