#include "addon/io/read_items.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "addon/bridge/js_error.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_value.h"
#include "addon/io/items.h"

namespace dareblopy::addon {

namespace {

constexpr size_t kGrain = 4;  // items claimed at a time: reading 30 kB takes a few microseconds

// The size where no thread has to be asked, so that the result can be allocated before the job
// runs.
std::optional<uint64_t> KnownItemSize(const Item& item) {
  const auto size = item.set->KnownSize(item.index);
  if (!size) return std::nullopt;
  const uint64_t end = std::min(item.end, *size);
  return item.begin < end ? end - item.begin : 0;
}

// Order in which reading goes forward through each file.
std::vector<uint32_t> ReadingOrder(const std::vector<Item>& items) {
  std::vector<uint32_t> order(items.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<uint64_t> positions(items.size());
  for (size_t i = 0; i < items.size(); ++i)
    positions[i] = items[i].set->Position(items[i].index) + items[i].begin;
  if (!std::is_sorted(positions.begin(), positions.end())) {
    std::stable_sort(order.begin(), order.end(),
                     [&](uint32_t a, uint32_t b) { return positions[a] < positions[b]; });
  }
  return order;
}

// Results on arrays of their own: allocated beforehand where the size is known, and otherwise read
// into native memory and copied when the job settles.
class ReadFreshJob final : public JsJob {
 public:
  ReadFreshJob(Napi::Env env, Items items)
      : JsJob(env, items.items.size(), kGrain),
        items_(std::move(items)),
        order_(ReadingOrder(items_.items)) {
    const size_t count = items_.items.size();
    outs_.resize(count);
    staged_.resize(count);
    results_ = Napi::Persistent(Napi::Array::New(env, count));
    const auto results = results_.Value();
    for (size_t i = 0; i < count; ++i) {
      const auto size = KnownItemSize(items_.items[i]);
      if (!size) continue;
      Napi::HandleScope scope(env);
      const NewBuffer fresh = NewUninitialisedBuffer(env, *size);
      outs_[i] = {fresh.data, *size};
      results.Set(i, NewTypedArray(env, DType::uint8, fresh.buffer, 0, *size));
    }
  }

 protected:
  void Run(size_t slot) override {
    const size_t i = order_[slot];
    const Item& item = items_.items[i];
    Status status = outs_[i] ? ReadItem(item, *outs_[i]) : ReadStaged(i);
    if (!status.ok()) SetError(i, std::move(status.error()));
  }

  Napi::Value Settle(Napi::Env env) override {
    auto results = results_.Value();
    for (size_t i = 0; i < outs_.size(); ++i) {
      if (outs_[i]) continue;
      Napi::HandleScope scope(env);
      const Bytes bytes = staged_[i].bytes();
      results.Set(i, NewTypedArray(env, DType::uint8, NewBufferOf(env, bytes), 0, bytes.size()));
    }
    return results;
  }
  void DropJs() override { results_.Reset(); }

 private:
  Status ReadStaged(size_t i) {
    const Item& item = items_.items[i];
    if (item.whole()) return item.set->ReadInto(item.index, staged_[i]);
    DAREBLOPY_ASSIGN(const uint64_t size, ItemSize(item));
    staged_[i].Resize(size);
    return ReadItem(item, staged_[i].mutable_bytes());
  }

  Items items_;
  std::vector<uint32_t> order_;
  std::vector<std::optional<MutableBytes>> outs_;
  std::vector<Buffer> staged_;
  Napi::Reference<Napi::Array> results_;
};

// All items one after the other in one array: the caller's, or (shared) one of ours.
class ReadIntoJob final : public JsJob {
 public:
  ReadIntoJob(Napi::Env env, Items items, std::vector<uint64_t> sizes, Napi::Value into,
              bool direct)
      : JsJob(env, items.items.size(), kGrain),
        items_(std::move(items)),
        order_(ReadingOrder(items_.items)),
        sizes_(std::move(sizes)),
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
    if (!status.ok()) SetError(i, std::move(status.error()));
  }

  Napi::Value Settle(Napi::Env env) override {
    const auto into = into_.Value();
    target_.Deliver(into, total_);
    // Views of exactly what was written, made by the array's own `subarray`: it knows its buffer's
    // kind.
    const auto subarray = into.Get("subarray").As<Napi::Function>();
    Napi::Array results = Napi::Array::New(env, sizes_.size());
    for (size_t i = 0; i < sizes_.size(); ++i) {
      Napi::HandleScope scope(env);
      const auto begin = Napi::Number::New(env, static_cast<double>(offsets_[i]));
      const auto end = Napi::Number::New(env, static_cast<double>(offsets_[i] + sizes_[i]));
      results.Set(i, subarray.Call(into, {begin, end}));
    }
    return results;
  }
  void DropJs() override {
    into_.Reset();
    target_.Drop();
  }

 private:
  Items items_;
  std::vector<uint32_t> order_;
  std::vector<uint64_t> sizes_;
  std::vector<uint64_t> offsets_;
  uint64_t total_ = 0;
  JsTarget target_;
  Napi::ObjectReference into_;
};

std::vector<uint64_t> SizesOf(Napi::Env env, const Items& items) {
  std::vector<uint64_t> sizes;
  sizes.reserve(items.items.size());
  for (const Item& item : items.items) {
    const auto known = KnownItemSize(item);
    sizes.push_back(known ? *known : ValueOrThrow(env, ItemSize(item)));
  }
  return sizes;
}

void CheckFits(Napi::Env env, uint64_t needed, size_t available) {
  if (needed <= available) return;
  throw Napi::RangeError::New(env, "Expected `into` to have room for " + std::to_string(needed) +
                                       " bytes but received one of " + std::to_string(available));
}

}  // namespace

Napi::Value ReadItems(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Items items = ItemsFromJs(info[0]);
  const auto options = info[1].As<Napi::Object>();
  Napi::Value into = options.Get("into");
  bool direct = options.Get("direct").ToBoolean();
  const bool shared = options.Get("shared").ToBoolean();
  if (!shared && into.IsUndefined())
    return JsJob::Start(std::make_shared<ReadFreshJob>(env, std::move(items)), info[2]);

  auto sizes = SizesOf(env, items);
  const uint64_t total = std::accumulate(sizes.begin(), sizes.end(), uint64_t{0});
  if (into.IsUndefined()) {
    into = NewTypedArray(env, DType::uint8, NewUninitialisedBuffer(env, total).buffer, 0, total);
    direct = true;
  }
  CheckFits(env, total, MemoryOf(into).size());
  return JsJob::Start(
      std::make_shared<ReadIntoJob>(env, std::move(items), std::move(sizes), into, direct),
      info[2]);
}

Napi::Value ReadItemSync(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const Items items = ItemsFromJs(info[0]);
  const Item& item = items.items.at(0);
  if (!info[1].IsUndefined()) {
    const uint64_t size = ValueOrThrow(env, ItemSize(item));
    const MutableBytes memory = MemoryOf(info[1]);
    CheckFits(env, size, memory.size());
    ThrowIfError(env, ReadItem(item, memory.first(size)));
    const auto into = info[1].As<Napi::Object>();
    const auto end = Napi::Number::New(env, static_cast<double>(size));
    return into.Get("subarray").As<Napi::Function>().Call(into, {Napi::Number::New(env, 0), end});
  }
  if (const auto size = KnownItemSize(item)) {
    const NewBuffer fresh = NewUninitialisedBuffer(env, *size);
    ThrowIfError(env, ReadItem(item, {fresh.data, *size}));
    return NewTypedArray(env, DType::uint8, fresh.buffer, 0, *size);
  }
  ScratchBuffer scratch;
  const Bytes bytes = ValueOrThrow(env, LoadItem(item, scratch));
  return NewTypedArray(env, DType::uint8, NewBufferOf(env, bytes), 0, bytes.size());
}

Napi::Value ItemSizeSync(const Napi::CallbackInfo& info) {
  const Items items = ItemsFromJs(info[0]);
  const uint64_t size = ValueOrThrow(info.Env(), ItemSize(items.items.at(0)));
  return Napi::Number::New(info.Env(), static_cast<double>(size));
}

}  // namespace dareblopy::addon
