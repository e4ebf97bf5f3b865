// What is read in order, in blocks: records, entries of archives.
#pragma once

#include <napi.h>

#include <memory>

#include "core/stream/ahead_stream.h"

namespace dareblopy::addon {

/// A handle that nextBlock takes.
Napi::Value WrapBlockSource(Napi::Env env, std::unique_ptr<BlockSource> source);
/// `parallelFiles` and `readAheadBytes` of a call's options.
AheadOptions AheadFromJs(Napi::Object options, size_t files);

/// nextBlock(stream, most, cancel) -> Promise<{ set, count, byteLength, corrupt }>; set is
/// undefined at the end. One call at a time.
Napi::Value NextBlock(const Napi::CallbackInfo& info);
/// blockBytes(set, begin, end) -> { bytes, ends }: items of a block, copied one after the other.
Napi::Value BlockBytes(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
