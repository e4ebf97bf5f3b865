#pragma once

#include <napi.h>

#include <cstddef>
#include <cstdint>

#include "addon/io/items.h"

namespace dareblopy::addon {

/// Reads items one after the other into `into` (directly, where JavaScript cannot detach it), or
/// into one fresh array where that is undefined. Promise<Uint8Array[]>, views of it.
Napi::Value ReadInto(Napi::Env env, Items items, Napi::Value into, bool direct, Napi::Value cancel);

/// RangeError where `needed` bytes do not fit into the caller's.
void CheckFits(Napi::Env env, uint64_t needed, size_t available);

}  // namespace dareblopy::addon
