#include "addon/io/read_fresh.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "addon/bridge/js_value.h"
#include "addon/io/opened_ahead.h"
#include "addon/io/reading.h"
#include "addon/io/reading_job.h"

namespace dareblopy::addon {

namespace {

// Up to this size, JavaScript cuts results out of one array: a buffer made through Node-API costs
// as much as copying some kilobytes.
constexpr uint64_t kMostCut = 1024;

// Allocates where the size is known, opening files to know it; the others are read into native
// memory and copied when the job settles.
class ReadFreshJob final : public ReadingJob {
 public:
  ReadFreshJob(Napi::Env env, Items items)
      : ReadingJob(env, items.items.size(), ReadGrain(items.items)),
        items_(std::move(items)),
        order_(ReadingOrder(items_.items)),
        outs_(count()),
        staged_(count()),
        opened_(count()),
        arrays_(Napi::Persistent(Napi::Array::New(env, count()))) {
    MakeSlab(env);
  }

 protected:
  size_t Prepare(Napi::Env env, size_t ready) override {
    const size_t end = std::min(ready + kPreparedAtOnce, count());
    for (; ready < end; ++ready) PrepareItem(env, order_[ready]);
    return end;
  }

  bool MayHelp() const override { return count() > 0 && MayBeShort(items_.items[order_[0]]); }

  size_t ItemOf(size_t slot) const override { return order_[slot]; }
  const Item& ItemAt(size_t i) const override { return items_.items[i]; }
  uint64_t BytesAt(size_t i) const override { return outs_[i] ? outs_[i]->size() : 0; }
  Status ReadNow(size_t i) override {
    return outs_[i] ? ReadItem(items_.items[i], *outs_[i]) : ReadStaged(i);
  }
  Status Put(size_t i, LoadedItem loaded) override {
    if (outs_[i]) return PutLoaded(loaded, *outs_[i], items_.items[i]);
    staged_[i] = loaded.Take();
    return {};
  }
  void Close(size_t i) override { opened_[i].Close(); }

  bool TryRun(size_t slot) override {
    const size_t i = order_[slot];
    if (!outs_[i] || !Settled(i, ReadItemNow(items_.items[i], *outs_[i]))) return false;
    opened_[i].Close();
    return true;
  }

  Napi::Value Settle(Napi::Env env) override {
    const auto arrays = arrays_.Value();
    for (size_t i = 0; i < outs_.size(); ++i) {
      if (outs_[i]) continue;
      Napi::HandleScope scope(env);
      const Bytes bytes = staged_[i].bytes();
      arrays.Set(i, NewTypedArray(env, DType::uint8, NewBufferOf(env, bytes), 0, bytes.size()));
    }
    auto result = Napi::Array::New(env);
    result.Set(0u, arrays);
    if (slab_.IsEmpty()) return result;
    result.Set(1u, slab_.Value());
    result.Set(2u, sizes_.Value());
    return result;
  }
  void DropJs() override {
    arrays_.Reset();
    slab_.Reset();
    sizes_.Reset();
  }

 private:
  void MakeSlab(Napi::Env env) {
    std::vector<uint32_t> small;
    size_t total = 0;
    for (uint32_t i = 0; i < count(); ++i) {
      const auto size = KnownItemSize(items_.items[i]);
      if (!size || *size > kMostCut) continue;
      small.push_back(i);
      total += *size;
    }
    if (small.size() < 2) return;
    const NewBuffer fresh = NewUninitialisedBuffer(env, total);
    auto sizes = NewNumbers<Napi::Uint32Array>(env, small.size());
    uint8_t* at = fresh.data;
    for (size_t k = 0; k < small.size(); ++k) {
      const uint64_t size = *KnownItemSize(items_.items[small[k]]);
      outs_[small[k]] = MutableBytes(at, size);
      sizes[k] = static_cast<uint32_t>(size);
      at += size;
    }
    slab_ = Napi::Persistent(
        NewTypedArray(env, DType::uint8, fresh.buffer, 0, total).As<Napi::Object>());
    sizes_ = Napi::Persistent(sizes.As<Napi::Object>());
  }

  void PrepareItem(Napi::Env env, size_t i) {
    if (outs_[i]) return;  // in the slab
    Item& item = items_.items[i];
    const auto size = opened_[i].SizeOf(item);
    if (!size) return;
    const NewBuffer fresh = NewUninitialisedBuffer(env, *size);
    outs_[i] = {fresh.data, *size};
    arrays_.Value().Set(i, NewTypedArray(env, DType::uint8, fresh.buffer, 0, *size));
  }

  Status ReadStaged(size_t i) {
    const Item& item = items_.items[i];
    if (item.whole()) return item.set->ReadInto(item.index, staged_[i]);
    DAREBLOPY_ASSIGN(const uint64_t size, ItemSize(item));
    staged_[i].Resize(size);
    return ReadItem(item, staged_[i].mutable_bytes());
  }

  Items items_;
  std::vector<uint32_t> order_;  // reading goes through it slot by slot
  std::vector<std::optional<MutableBytes>> outs_;
  std::vector<Buffer> staged_;
  std::vector<OpenedAhead> opened_;
  Napi::Reference<Napi::Array> arrays_;
  Napi::ObjectReference slab_;
  Napi::ObjectReference sizes_;  // of the items in the slab
};

}  // namespace

Napi::Value ReadFresh(Napi::Env env, Items items, Napi::Value cancel) {
  return JsJob::Start(std::make_shared<ReadFreshJob>(env, std::move(items)), cancel);
}

}  // namespace dareblopy::addon
