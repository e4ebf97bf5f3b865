#include "addon/zip/find.h"

#include <string>
#include <string_view>
#include <vector>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_error.h"
#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_text.h"
#include "addon/bridge/js_value.h"
#include "core/zip/archive.h"

namespace dareblopy::addon {

Napi::Value ZipFind(const Napi::CallbackInfo& info) {
  const auto archive = GetAs<zip::Archive, SourceSet>(info[0]);
  const JsText name(info[1]);
  const auto index = archive->Find(name.view());
  return Napi::Number::New(info.Env(), index ? static_cast<double>(*index) : -1.0);
}

Napi::Value ZipFindAll(const Napi::CallbackInfo& info) {
  const auto archive = GetAs<zip::Archive, SourceSet>(info[0]);
  const std::string joined = info[1].As<Napi::String>();
  const size_t count = info[2].As<Napi::Number>().Uint32Value();
  const auto names = SplitTexts(joined, count);
  if (names.size() != count) return info.Env().Undefined();
  std::vector<uint32_t> found(count);
  archive->names().FindAll(archive->directory(), names, found.data());
  auto indices = NewNumbers<Napi::Float64Array>(info.Env(), count);
  for (size_t i = 0; i < count; ++i) {
    if (found[i] == zip::NameTable::kNone) return info.Env().Undefined();
    indices[i] = found[i];
  }
  return indices;
}

Napi::Value ZipReadShort(const Napi::CallbackInfo& info) {
  const auto archive = GetAs<zip::Archive, SourceSet>(info[0]);
  const JsText name(info[1]);
  const MutableBytes into = MemoryOf(info[2]);
  const auto index = archive->Find(name.view());
  const auto size = index ? archive->KnownSize(*index) : std::nullopt;
  if (!size || *size > into.size()) return Napi::Number::New(info.Env(), -1);
  ThrowIfError(info.Env(), archive->Read(*index, into.first(*size)));
  return Napi::Number::New(info.Env(), static_cast<double>(*size));
}

}  // namespace dareblopy::addon
