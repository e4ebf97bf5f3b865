#include "addon/tar/list.h"

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_text.h"
#include "addon/bridge/js_value.h"
#include "core/base/glob.h"
#include "core/tar/tar_set.h"

namespace dareblopy::addon {

namespace {

std::shared_ptr<tar::TarSet> SetOf(const Napi::CallbackInfo& info) {
  return GetAs<tar::TarSet, SourceSet>(info[0]);
}

Napi::Value ToUint32Array(Napi::Env env, const std::vector<uint32_t>& indices) {
  auto array = NewNumbers<Napi::Uint32Array>(env, indices.size());
  if (!indices.empty())
    std::memcpy(array.Data(), indices.data(), indices.size() * sizeof(uint32_t));
  return array;
}

}  // namespace

Napi::Value TarFind(const Napi::CallbackInfo& info) {
  const auto set = SetOf(info);
  const JsText name(info[1]);
  const auto index = set->names().Find(set->entries(), name.view());
  return Napi::Number::New(info.Env(), index ? static_cast<double>(*index) : -1.0);
}

Napi::Value TarFindAll(const Napi::CallbackInfo& info) {
  const auto set = SetOf(info);
  const std::string joined = info[1].As<Napi::String>();
  const size_t count = info[2].As<Napi::Number>().Uint32Value();
  const auto names = SplitTexts(joined, count);
  if (names.size() != count) return info.Env().Undefined();
  std::vector<uint32_t> found(count);
  set->names().FindAll(set->entries(), names, found.data());
  auto indices = NewNumbers<Napi::Float64Array>(info.Env(), count);
  for (size_t i = 0; i < count; ++i) {
    if (found[i] == NameTable<tar::Entries>::kNone) return info.Env().Undefined();
    indices[i] = found[i];
  }
  return indices;
}

Napi::Value TarGlob(const Napi::CallbackInfo& info) {
  const auto set = SetOf(info);
  const auto glob = Glob::Parse(info[1].As<Napi::String>().Utf8Value());
  if (!glob)
    throw Napi::RangeError::New(info.Env(), "Expected a glob of at most 4096 alternatives");
  std::vector<uint32_t> indices;
  const auto& entries = set->entries();
  for (size_t i = 0; i < entries.count(); ++i) {
    const auto name = entries.name(i);
    if (!glob->Matches(name)) continue;
    if (set->names().has_duplicates() && set->names().Find(entries, name) != i) continue;
    indices.push_back(static_cast<uint32_t>(i));
  }
  return ToUint32Array(info.Env(), indices);
}

Napi::Value TarList(const Napi::CallbackInfo& info) {
  const auto set = SetOf(info);
  const std::string prefix = info[1].As<Napi::String>();
  std::vector<uint32_t> indices;
  const auto& entries = set->entries();
  for (size_t i = 0; i < entries.count(); ++i) {
    if (entries.name(i).starts_with(prefix)) indices.push_back(static_cast<uint32_t>(i));
  }
  return ToUint32Array(info.Env(), indices);
}

Napi::Value TarStat(const Napi::CallbackInfo& info) {
  const auto set = SetOf(info);
  const double index = info[1].As<Napi::Number>();
  if (!(index >= 0) || index >= static_cast<double>(set->count()))
    throw Napi::RangeError::New(info.Env(), "an entry lies outside its archive");
  const tar::EntryRecord& record = set->entries().record(static_cast<size_t>(index));
  const double fields[] = {static_cast<double>(record.size), static_cast<double>(record.modified),
                           static_cast<double>(record.data_offset),
                           static_cast<double>(record.file)};
  Napi::Array array = Napi::Array::New(info.Env(), std::size(fields));
  for (uint32_t i = 0; i < std::size(fields); ++i)
    array.Set(i, Napi::Number::New(info.Env(), fields[i]));
  return array;
}

}  // namespace dareblopy::addon
