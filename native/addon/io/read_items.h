// Reading whole items, or parts of them, into Uint8Arrays.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// readItems(items, { into?, direct?, shared? }, cancel) -> Promise<Uint8Array[]>, in the asked
/// order. Each owns its buffer; `shared`: all are parts of one. `into`: one after the other in one
/// array.
Napi::Value ReadItems(const Napi::CallbackInfo& info);
/// readItemSync(items, into?) -> Uint8Array of the first item.
Napi::Value ReadItemSync(const Napi::CallbackInfo& info);
/// itemSize(items) -> size of the first item in bytes; asks the system where it must.
Napi::Value ItemSizeSync(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
