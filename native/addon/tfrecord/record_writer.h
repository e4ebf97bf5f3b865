// Writing records.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// createRecordWriter(path, compression, level, cancel) -> Promise<handle>
Napi::Value CreateRecordWriter(const Napi::CallbackInfo& info);
/// laterRecordWriter(path, compression, level) -> handle; the file is made with the first write.
Napi::Value LaterRecordWriter(const Napi::CallbackInfo& info);
/// appendRecord(writer, bytes) -> bytes that wait to be written. Copies; computes the checksums.
Napi::Value AppendRecord(const Napi::CallbackInfo& info);
/// appendRecords(writer, list of bytes, first, step) -> as above: every step-th from the first on.
Napi::Value AppendRecords(const Napi::CallbackInfo& info);
/// writeRecords(writer, 'write' | 'flush' | 'finish' | 'commit', path, sync) -> Promise<bytes in
/// the file>: writes what waits. One call at a time; records may be appended meanwhile. 'finish'
/// ends the stream, 'commit' gives the file its name (`path`, or the one it was created for) as
/// well, with `sync` once the device has it, and ends the writer.
Napi::Value WriteRecords(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
