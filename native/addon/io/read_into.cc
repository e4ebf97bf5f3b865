#include "addon/io/read_into.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "addon/bridge/js_error.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_value.h"
#include "addon/io/opened_ahead.h"
#include "addon/io/reading.h"

namespace dareblopy::addon {

namespace {

// All items one after the other in one array: the caller's, or (shared) one of ours.
class ReadIntoJob final : public JsJob {
 public:
  ReadIntoJob(Napi::Env env, Items items, std::vector<OpenedAhead> opened,
              std::vector<uint64_t> sizes, Napi::Value into, bool direct)
      : JsJob(env, items.items.size(), ReadGrain(items.items)),
        items_(std::move(items)),
        order_(ReadingOrder(items_.items)),
        sizes_(std::move(sizes)),
        opened_(std::move(opened)),
        target_(into, direct),
        into_(Napi::Persistent(into.As<Napi::Object>())) {
    offsets_.reserve(sizes_.size());
    for (uint64_t size : sizes_) {
      offsets_.push_back(total_);
      total_ += size;
    }
  }

 protected:
  void Run(size_t slot) override {
    const size_t i = order_[slot];
    auto status = ReadItem(items_.items[i], {target_.data() + offsets_[i], sizes_[i]});
    opened_[i].Close();
    if (!status.ok()) SetError(i, std::move(status.error()));
  }

  bool MayHelp() const override {
    return count() > 0 && IsShort(items_.items[order_[0]], sizes_[order_[0]]);
  }
  bool TryRun(size_t slot) override {
    const size_t i = order_[slot];
    const MutableBytes out(target_.data() + offsets_[i], sizes_[i]);
    if (!Settled(i, ReadItemNow(items_.items[i], out))) return false;
    opened_[i].Close();
    return true;
  }

  Napi::Value Settle(Napi::Env env) override {
    const auto into = into_.Value();
    target_.Deliver(into, total_);
    auto sizes = Napi::Float64Array::New(env, sizes_.size());
    std::copy(sizes_.begin(), sizes_.end(), sizes.Data());
    auto result = Napi::Array::New(env);
    result.Set(0u, into);
    result.Set(1u, sizes);
    return result;
  }
  void DropJs() override {
    into_.Reset();
    target_.Drop();
  }

 private:
  Items items_;
  std::vector<uint32_t> order_;
  std::vector<uint64_t> sizes_;
  std::vector<OpenedAhead> opened_;
  std::vector<uint64_t> offsets_;
  uint64_t total_ = 0;
  JsTarget target_;
  Napi::ObjectReference into_;
};

// Where a file has to be asked for its size it stays open, to be read.
std::vector<uint64_t> SizesOf(Napi::Env env, Items& items, std::vector<OpenedAhead>& opened) {
  std::vector<uint64_t> sizes;
  sizes.reserve(items.items.size());
  for (size_t i = 0; i < items.items.size(); ++i) {
    Item& item = items.items[i];
    auto size = KnownItemSize(item);
    if (!size && opened[i].Open(item)) size = KnownItemSize(item);
    sizes.push_back(size ? *size : ValueOrThrow(env, ItemSize(item)));
  }
  return sizes;
}

}  // namespace

Napi::Value ReadInto(Napi::Env env, Items items, Napi::Value into, bool direct,
                     Napi::Value cancel) {
  std::vector<OpenedAhead> opened(items.items.size());
  auto sizes = SizesOf(env, items, opened);
  const uint64_t total = std::accumulate(sizes.begin(), sizes.end(), uint64_t{0});
  if (into.IsUndefined()) {
    into = NewTypedArray(env, DType::uint8, NewUninitialisedBuffer(env, total).buffer, 0, total);
    direct = true;
  }
  CheckFits(env, total, MemoryOf(into).size());
  return JsJob::Start(std::make_shared<ReadIntoJob>(env, std::move(items), std::move(opened),
                                                    std::move(sizes), into, direct),
                      cancel);
}

void CheckFits(Napi::Env env, uint64_t needed, size_t available) {
  if (needed <= available) return;
  throw Napi::RangeError::New(env, "Expected `into` to have room for " + std::to_string(needed) +
                                       " bytes but received one of " + std::to_string(available));
}

}  // namespace dareblopy::addon
