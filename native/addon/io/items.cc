#include "addon/io/items.h"

#include "addon/bridge/handle.h"

namespace dareblopy::addon {

namespace {

Napi::RangeError Outside(Napi::Env env) {
  return Napi::RangeError::New(env, "an item lies outside its source");
}

// Whole items of one set: those of `indices`, or all.
void AddWholeItems(Napi::Env env, const SourceSet& set, Napi::Value indices,
                   std::vector<Item>& items) {
  const uint64_t count = set.count();
  if (indices.IsUndefined()) {
    items.reserve(count);
    for (uint64_t i = 0; i < count; ++i) items.push_back({&set, i});
    return;
  }
  const auto list = indices.As<Napi::Float64Array>();
  const double* data = list.Data();
  const size_t length = list.ElementLength();
  items.reserve(length);
  for (size_t i = 0; i < length; ++i) {
    if (!(data[i] >= 0) || static_cast<uint64_t>(data[i]) >= count) throw Outside(env);
    items.push_back({&set, static_cast<uint64_t>(data[i])});
  }
}

}  // namespace

Items ItemsFromJs(Napi::Value value) {
  const Napi::Env env = value.Env();
  const auto object = value.As<Napi::Object>();
  const auto sets = object.Get("sets").As<Napi::Array>();
  Items result;
  result.sets.reserve(sets.Length());
  for (uint32_t i = 0; i < sets.Length(); ++i)
    result.sets.push_back(Handle<SourceSet>::Get(sets.Get(i)));
  const Napi::Value ref_list = object.Get("refs");
  if (ref_list.IsUndefined()) {
    if (result.sets.size() != 1) throw Outside(env);
    AddWholeItems(env, *result.sets[0], object.Get("indices"), result.items);
    return result;
  }
  const auto refs = ref_list.As<Napi::Float64Array>();
  const size_t count = refs.ElementLength() / 4;
  result.items.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    const double* ref = refs.Data() + i * 4;
    const auto set = static_cast<size_t>(ref[0]);
    if (!(ref[0] >= 0) || set >= result.sets.size() || !(ref[1] >= 0) || !(ref[2] >= 0) ||
        static_cast<uint64_t>(ref[1]) >= result.sets[set]->count()) {
      throw Outside(env);
    }
    const uint64_t end = ref[3] < 0 ? Item::kToEnd : static_cast<uint64_t>(ref[3]);
    result.items.push_back({result.sets[set].get(), static_cast<uint64_t>(ref[1]),
                            static_cast<uint64_t>(ref[2]), end});
  }
  return result;
}

}  // namespace dareblopy::addon
