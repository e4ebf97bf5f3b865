// What the archives' entries are listed and looked at by, whatever the archive: numbers of entries
// cross, never names.
#pragma once

#include <napi.h>

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "addon/bridge/js_value.h"
#include "core/base/glob.h"

namespace dareblopy::addon {

inline Napi::Value ToUint32Array(Napi::Env env, const std::vector<uint32_t>& indices) {
  auto array = NewNumbers<Napi::Uint32Array>(env, indices.size());
  if (!indices.empty())
    std::memcpy(array.Data(), indices.data(), indices.size() * sizeof(uint32_t));
  return array;
}

inline Napi::Value ToArray(Napi::Env env, std::span<const double> fields) {
  Napi::Array array = Napi::Array::New(env, fields.size());
  for (uint32_t i = 0; i < fields.size(); ++i) array.Set(i, Napi::Number::New(env, fields[i]));
  return array;
}

inline uint64_t EntryIndex(Napi::Value value, uint64_t count) {
  const double index = value.As<Napi::Number>();
  if (!(index >= 0) || index >= static_cast<double>(count))
    throw Napi::RangeError::New(value.Env(), "an entry lies outside its archive");
  return static_cast<uint64_t>(index);
}

/// The entries whose names the glob matches and which `counts(index, name)`.
template <typename Entries, typename Counts>
Napi::Value EntriesThatMatch(Napi::Value pattern, const Entries& entries, Counts counts) {
  const auto glob = Glob::Parse(pattern.As<Napi::String>().Utf8Value());
  if (!glob)
    throw Napi::RangeError::New(pattern.Env(), "Expected a glob of at most 4096 alternatives");
  std::vector<uint32_t> indices;
  for (size_t i = 0; i < entries.count(); ++i) {
    const auto name = entries.name(i);
    if (glob->Matches(name) && counts(i, name)) indices.push_back(static_cast<uint32_t>(i));
  }
  return ToUint32Array(pattern.Env(), indices);
}

/// The entries whose names begin so.
template <typename Entries>
Napi::Value EntriesUnder(Napi::Value prefix, const Entries& entries) {
  const std::string start = prefix.As<Napi::String>();
  std::vector<uint32_t> indices;
  for (size_t i = 0; i < entries.count(); ++i) {
    if (entries.name(i).starts_with(start)) indices.push_back(static_cast<uint32_t>(i));
  }
  return ToUint32Array(prefix.Env(), indices);
}

}  // namespace dareblopy::addon
