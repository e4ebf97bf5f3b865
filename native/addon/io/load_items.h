#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// loadItems(items, cancel) -> Promise<{ set, nanos, bytes, largest }>: the items in memory, read
/// by I/O threads, all at once; those that cannot be read fail when they are read from `set`.
Napi::Value LoadItems(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
