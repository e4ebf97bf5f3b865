#include "addon/io/read_items.h"

#include <utility>

#include "addon/bridge/js_error.h"
#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_value.h"
#include "addon/io/items.h"
#include "addon/io/read_fresh.h"
#include "addon/io/read_into.h"
#include "addon/io/reading.h"

namespace dareblopy::addon {

Napi::Value ReadItems(const Napi::CallbackInfo& info) {
  return ReadFresh(info.Env(), ItemsFromJs(info[0]), info[1]);
}

Napi::Value ReadItemsInto(const Napi::CallbackInfo& info) {
  return ReadInto(info.Env(), ItemsFromJs(info[0]), info[1], info[2].ToBoolean(), info[3]);
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
    return Napi::Number::New(env, static_cast<double>(size));
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
