// Records read in order, in blocks.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// recordStream(items, options) -> handle; nothing is read yet. Options as in contract/tfrecord.ts.
Napi::Value NewRecordStream(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
