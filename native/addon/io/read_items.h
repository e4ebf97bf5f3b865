// Reading whole items, or parts of them, into Uint8Arrays.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// readItems(items, cancel) -> Promise<[arrays] | [arrays, slab, sizes]>: each item in an array
/// with a buffer of its own, but small ones, which lie one after the other in the slab and have
/// sizes instead of arrays.
Napi::Value ReadItems(const Napi::CallbackInfo& info);
/// readItemsInto(items, into?, direct, cancel) -> Promise<[array, sizes]>: one after the other in
/// `into` (from the pool directly, where `direct` says that it cannot be detached) or a fresh
/// array.
Napi::Value ReadItemsInto(const Napi::CallbackInfo& info);
/// readItemSync(items, into?) -> the first item as a Uint8Array, or its size where `into` has it.
Napi::Value ReadItemSync(const Napi::CallbackInfo& info);
/// itemSize(items) -> size of the first item in bytes; asks the system where it must.
Napi::Value ItemSizeSync(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
