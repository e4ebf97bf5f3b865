// Writing records.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// createRecordWriter(path, compression, level, cancel) -> Promise<handle>
Napi::Value CreateRecordWriter(const Napi::CallbackInfo& info);
/// appendRecord(writer, bytes) -> bytes that wait to be written. Copies; computes the checksums.
Napi::Value AppendRecord(const Napi::CallbackInfo& info);
/// writeRecords(writer, 'write' | 'flush' | 'commit', cancel) -> Promise<bytes in the file>: writes
/// what waits. One call at a time; records may be appended meanwhile. 'commit' gives the file its
/// name and ends the writer.
Napi::Value WriteRecords(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
