// Random access to the records of files.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// openRecords(items, options, cancel) -> Promise<{ set, files }>: one file an item, indexed in
/// parallel; options and files as in contract/tfrecord.ts.
Napi::Value OpenRecords(const Napi::CallbackInfo& info);
/// readRecords(set, indices, cancel) -> { buffer, ends, done: Promise }: records in one fresh
/// buffer, in the asked order, four bytes between them; read in the order of the files, on the
/// pool. The buffer may be looked at, and handed on, when `done` resolves.
Napi::Value ReadRecords(const Napi::CallbackInfo& info);
/// recordAt(set, file, offset) -> the index of the record whose header lies there, or -1.
Napi::Value RecordAt(const Napi::CallbackInfo& info);

/// detectCompression(head) -> 'none' | 'gzip' | 'zlib'.
Napi::Value DetectCompression(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
