#include "addon/io/items.h"

#include "addon/bridge/handle.h"

namespace dareblopy::addon {

Items ItemsFromJs(Napi::Value value) {
  const Napi::Env env = value.Env();
  const auto object = value.As<Napi::Object>();
  const auto sets = object.Get("sets").As<Napi::Array>();
  const auto refs = object.Get("refs").As<Napi::Float64Array>();
  Items result;
  result.sets.reserve(sets.Length());
  for (uint32_t i = 0; i < sets.Length(); ++i)
    result.sets.push_back(Handle<SourceSet>::Get(sets.Get(i)));
  const size_t count = refs.ElementLength() / 4;
  result.items.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    const double* ref = refs.Data() + i * 4;
    const auto set = static_cast<size_t>(ref[0]);
    if (!(ref[0] >= 0) || set >= result.sets.size() || !(ref[1] >= 0) || !(ref[2] >= 0) ||
        static_cast<uint64_t>(ref[1]) >= result.sets[set]->count()) {
      throw Napi::RangeError::New(env, "an item lies outside its source");
    }
    const uint64_t end = ref[3] < 0 ? Item::kToEnd : static_cast<uint64_t>(ref[3]);
    result.items.push_back({result.sets[set].get(), static_cast<uint64_t>(ref[1]),
                            static_cast<uint64_t>(ref[2]), end});
  }
  return result;
}

}  // namespace dareblopy::addon
