#include "addon/io/load_items.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_memory.h"
#include "addon/io/items.h"
#include "core/io/load_together.h"
#include "core/io/loaded_set.h"

namespace dareblopy::addon {

namespace {

class LoadJob final : public JsJob {
 public:
  /// `counts`: how many of the items, in their order, are a set of their own each.
  LoadJob(Napi::Env env, Items items, std::vector<size_t> counts, std::vector<LoadGroup> groups)
      : JsJob(env, groups.size(), groups.size()),
        items_(std::move(items)),
        counts_(std::move(counts)),
        groups_(std::move(groups)),
        loaded_(items_.items.size()) {}

 protected:
  void Run(size_t g) override {
    Await(g, [this, g] { LoadTogether(items_.items, groups_[g], loaded_); });
  }
  Napi::Value Settle(Napi::Env env) override {
    uint64_t nanos = 0, bytes = 0, largest = 0;
    for (const LoadedItem& loaded : loaded_) {
      nanos += loaded.nanos();
      bytes += loaded.bytes().size();
      largest = std::max<uint64_t>(largest, loaded.bytes().size());
    }
    Napi::Object result = Napi::Object::New(env);
    result.Set("nanos", Napi::Number::New(env, static_cast<double>(nanos)));
    result.Set("bytes", Napi::Number::New(env, static_cast<double>(bytes)));
    result.Set("largest", Napi::Number::New(env, static_cast<double>(largest)));
    result.Set("reads", Napi::Number::New(env, static_cast<double>(groups_.size())));
    Napi::Array sets = Napi::Array::New(env);
    size_t begin = 0;
    for (const size_t count : counts_) {
      sets.Set(sets.Length(), Handle<SourceSet>::Wrap(env, Part(begin, begin + count)));
      begin += count;
    }
    result.Set("sets", sets);
    return result;
  }

 private:
  std::shared_ptr<LoadedSet> Part(size_t begin, size_t end) {
    const auto first = static_cast<std::ptrdiff_t>(begin), last = static_cast<std::ptrdiff_t>(end);
    std::vector<Item> items(items_.items.begin() + first, items_.items.begin() + last);
    std::vector<LoadedItem> loaded(std::make_move_iterator(loaded_.begin() + first),
                                   std::make_move_iterator(loaded_.begin() + last));
    return std::make_shared<LoadedSet>(items_.sets, std::move(items), std::move(loaded));
  }

  Items items_;
  const std::vector<size_t> counts_;
  const std::vector<LoadGroup> groups_;
  std::vector<LoadedItem> loaded_;  // by item
};

}  // namespace

Napi::Value LoadItems(const Napi::CallbackInfo& info) {
  Items items = ItemsFromJs(info[0]);
  const auto list = info[1].As<Napi::Float64Array>();
  std::vector<size_t> counts;
  size_t total = 0;
  for (size_t i = 0; i < list.ElementLength(); ++i) {
    counts.push_back(static_cast<size_t>(list[i]));
    total += counts.back();
  }
  if (total != items.items.size()) {
    throw Napi::RangeError::New(info.Env(), "Expected the items' number in all");
  }
  auto groups = GroupLoads(items.items);
  return JsJob::Start(
      std::make_shared<LoadJob>(info.Env(), std::move(items), std::move(counts), std::move(groups)),
      info[2]);
}

}  // namespace dareblopy::addon
