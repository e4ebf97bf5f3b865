// Members of the option objects that TypeScript has completed and checked.
#pragma once

#include <napi.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dareblopy::addon {

inline std::string OptionText(Napi::Object options, const char* name) {
  return options.Get(name).As<Napi::String>().Utf8Value();
}

inline double OptionNumber(Napi::Object options, const char* name) {
  return options.Get(name).As<Napi::Number>().DoubleValue();
}

inline uint32_t OptionCount(Napi::Object options, const char* name) {
  return options.Get(name).As<Napi::Number>().Uint32Value();
}

inline bool OptionFlag(Napi::Object options, const char* name) {
  return options.Get(name).ToBoolean();
}

/// Infinity, and what is larger than any file, is no limit.
inline uint64_t OptionLimit(Napi::Object options, const char* name) {
  const double number = OptionNumber(options, name);
  return number < 1.8e19 ? static_cast<uint64_t>(number) : UINT64_MAX;
}

inline std::vector<std::string> OptionTexts(Napi::Object options, const char* name) {
  const auto list = options.Get(name).As<Napi::Array>();
  std::vector<std::string> texts;
  for (uint32_t i = 0; i < list.Length(); ++i) texts.push_back(list.Get(i).As<Napi::String>());
  return texts;
}

/// The place of a name in a list: enums are crossed by name.
template <size_t N>
size_t OptionOneOf(Napi::Object options, const char* name, const std::string_view (&names)[N]) {
  const std::string value = OptionText(options, name);
  for (size_t i = 0; i < N; ++i) {
    if (names[i] == value) return i;
  }
  throw Napi::TypeError::New(options.Env(),
                             "Unknown value '" + value + "' of " + std::string(name));
}

template <size_t N>
void OptionNumbers(Napi::Object options, const char* name, std::array<double, N>& out) {
  const auto list = options.Get(name).As<Napi::Array>();
  for (uint32_t i = 0; i < N; ++i) out[i] = list.Get(i).As<Napi::Number>().DoubleValue();
}

}  // namespace dareblopy::addon
