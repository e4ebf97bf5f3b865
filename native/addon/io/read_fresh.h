#pragma once

#include <napi.h>

#include "addon/io/items.h"

namespace dareblopy::addon {

/// Reads items into arrays of their own. Promise<[arrays] | [arrays, slab, sizes]>: small items lie
/// one after the other in the slab, and have no array.
Napi::Value ReadFresh(Napi::Env env, Items items, Napi::Value cancel);

}  // namespace dareblopy::addon
