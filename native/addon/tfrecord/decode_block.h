// Records in native memory to batches.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// decodeBlocks(decoder, blocks, runs, batchSize, cancel) -> Promise<{ columns, values, failure }>
/// `runs`: three numbers each, a block of `blocks` and its records [begin, end). `columns`: a
/// buffer for each fixed column, with all rows. `values[b]`: what batch b's variable rows came to.
/// `failure`: [row, error] of the first row that failed; batches before its own are whole.
Napi::Value DecodeBlocks(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
