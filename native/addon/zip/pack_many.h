// Packing many sources with few crossings.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// zipPackMany(writer, items, { names, comments?, numbers }) -> pack handle. `numbers`, five an
/// entry: MS-DOS time, seconds since 1970, alignment, method, level.
Napi::Value ZipPackMany(const Napi::CallbackInfo& info);
/// zipPackFolder(writer, folder set, { prefix, align, method, level }, local) -> pack handle.
/// `local`: what clocks show, two numbers a change: from when (seconds since 1970), seconds ahead.
Napi::Value ZipPackFolder(const Napi::CallbackInfo& info);
/// zipPackRun(pack, begin, end, cancel) -> Promise<undefined>: packs the sources from begin to end
/// and appends them, once those before are. Several calls may run at once; no other one of the
/// writer's.
Napi::Value ZipPackRun(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
