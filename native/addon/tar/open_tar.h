// Opening tar archives: indexed, or to be read in order.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// tarOpen(items, options, cancel) -> Promise<{ set, count, files }>. Options and files as in
/// contract/tar.ts.
Napi::Value TarOpen(const Napi::CallbackInfo& info);
/// tarStream(items, options) -> handle for nextBlock; nothing is read yet.
Napi::Value TarStream(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
