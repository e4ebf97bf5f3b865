#include "addon/io/read_into.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "addon/bridge/js_error.h"
#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_value.h"
#include "addon/io/opened_ahead.h"
#include "addon/io/reading.h"
#include "addon/io/reading_job.h"

namespace dareblopy::addon {

namespace {

// Items with their places one after the other, as far as they are known.
struct Placed {
  explicit Placed(Items given)
      : items(std::move(given)),
        opened(items.items.size()),
        sizes(items.items.size()),
        offsets(items.items.size()) {}

  size_t count() const { return items.items.size(); }
  void PlaceNext(Napi::Env env) {
    Item& item = items.items[known];
    const auto size = opened[known].SizeOf(item);
    sizes[known] = size ? *size : ValueOrThrow(env, ItemSize(item));
    offsets[known] = total;
    total += sizes[known++];
  }
  void PlaceAll(Napi::Env env) {
    while (known < count()) PlaceNext(env);
  }

  Items items;
  std::vector<OpenedAhead> opened;
  std::vector<uint64_t> sizes, offsets;
  size_t known = 0;
  uint64_t total = 0;  // of the known ones
};

// All items one after the other in one array: the caller's, or one of ours.
class ReadIntoJob final : public ReadingJob {
 public:
  ReadIntoJob(Napi::Env env, Placed placed, Napi::Value into, bool direct)
      : ReadingJob(env, placed.count(), ReadGrain(placed.items.items)),
        placed_(std::move(placed)),
        order_(ReadingOrder(placed_.items.items)),
        in_order_(std::ranges::is_sorted(order_)),
        target_(into, direct),
        into_(Napi::Persistent(into.As<Napi::Object>())) {}

 protected:
  size_t Prepare(Napi::Env env, size_t ready) override {
    const size_t end = std::min(ready + kPreparedAtOnce, count());
    if (!in_order_) placed_.PlaceAll(env);
    while (placed_.known < end) placed_.PlaceNext(env);
    if (placed_.total > target_.size()) {
      placed_.PlaceAll(env);  // the error names the size needed
      CheckFits(env, placed_.total, target_.size());
    }
    return std::max(end, placed_.known);
  }

  bool MayHelp() const override {
    return count() > 0 && MayBeShort(placed_.items.items[order_[0]]);
  }

  size_t ItemOf(size_t slot) const override { return order_[slot]; }
  const Item& ItemAt(size_t i) const override { return placed_.items.items[i]; }
  uint64_t BytesAt(size_t i) const override { return placed_.sizes[i]; }
  Status ReadNow(size_t i) override { return ReadItem(placed_.items.items[i], Out(i)); }
  Status Put(size_t i, LoadedItem loaded) override {
    return PutLoaded(loaded, Out(i), placed_.items.items[i]);
  }
  void Close(size_t i) override { placed_.opened[i].Close(); }

  bool TryRun(size_t slot) override {
    const size_t i = order_[slot];
    if (!Settled(i, ReadItemNow(placed_.items.items[i], Out(i)))) return false;
    placed_.opened[i].Close();
    return true;
  }

  Napi::Value Settle(Napi::Env env) override {
    const auto into = into_.Value();
    target_.Deliver(into, placed_.total);
    auto sizes = NewNumbers<Napi::Float64Array>(env, count());
    std::ranges::copy(placed_.sizes, sizes.Data());
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
  MutableBytes Out(size_t i) { return {target_.data() + placed_.offsets[i], placed_.sizes[i]}; }

  Placed placed_;
  const std::vector<uint32_t> order_;  // reading goes through it slot by slot
  const bool in_order_;                // then items are placed as they are read
  JsTarget target_;
  Napi::ObjectReference into_;
};

}  // namespace

Napi::Value ReadInto(Napi::Env env, Items items, Napi::Value into, bool direct,
                     Napi::Value cancel) {
  Placed placed(std::move(items));
  if (into.IsUndefined()) {
    placed.PlaceAll(env);
    const uint64_t total = placed.total;
    into = NewTypedArray(env, DType::uint8, NewUninitialisedBuffer(env, total).buffer, 0, total);
    direct = true;
  }
  return JsJob::Start(std::make_shared<ReadIntoJob>(env, std::move(placed), into, direct), cancel);
}

void CheckFits(Napi::Env env, uint64_t needed, size_t available) {
  if (needed <= available) return;
  throw Napi::RangeError::New(env, "Expected `into` to have room for " + std::to_string(needed) +
                                       " bytes but received one of " + std::to_string(available));
}

}  // namespace dareblopy::addon
