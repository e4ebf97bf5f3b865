// Records read in order, in blocks.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// recordStream(items, options) -> handle; nothing is read yet. Options as in contract/tfrecord.ts.
Napi::Value NewRecordStream(const Napi::CallbackInfo& info);
/// nextBlock(stream, maxRecords, cancel) -> Promise<{ set, count, byteLength, corrupt }>; set is
/// undefined at the end. One call at a time.
Napi::Value NextBlock(const Napi::CallbackInfo& info);
/// blockBytes(set, begin, end) -> { bytes, ends }: records of a block, copied one after the other.
Napi::Value BlockBytes(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
