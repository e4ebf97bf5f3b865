#include "addon/tar/list.h"

#include <string>
#include <string_view>
#include <vector>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_text.h"
#include "addon/bridge/js_value.h"
#include "addon/io/entry_list.h"
#include "core/tar/tar_set.h"

namespace dareblopy::addon {

namespace {

std::shared_ptr<tar::TarSet> SetOf(const Napi::CallbackInfo& info) {
  return GetAs<tar::TarSet, SourceSet>(info[0]);
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
  const auto& entries = set->entries();
  return EntriesThatMatch(info[1], entries, [&](size_t i, std::string_view name) {
    return !set->names().has_duplicates() || set->names().Find(entries, name) == i;
  });
}

Napi::Value TarList(const Napi::CallbackInfo& info) {
  return EntriesUnder(info[1], SetOf(info)->entries());
}

Napi::Value TarStat(const Napi::CallbackInfo& info) {
  const auto set = SetOf(info);
  const tar::EntryRecord& record = set->entries().record(EntryIndex(info[1], set->count()));
  const double fields[] = {static_cast<double>(record.size), static_cast<double>(record.modified),
                           static_cast<double>(record.data_offset),
                           static_cast<double>(record.file)};
  return ToArray(info.Env(), fields);
}

}  // namespace dareblopy::addon
