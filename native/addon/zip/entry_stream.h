// Entries read in parts.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// zipStream(set, index) -> handle
Napi::Value ZipStream(const Napi::CallbackInfo& info);
/// zipStreamRead(handle, maxBytes, cancel) -> Promise<Uint8Array>, empty at the end. One call at a
/// time.
Napi::Value ZipStreamRead(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
