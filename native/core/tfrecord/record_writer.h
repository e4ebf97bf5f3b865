// Writes a TFRecord file, which appears under its name only when it is complete.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/tfrecord/compression.h"

namespace dareblopy {
class AtomicFile;
}

namespace dareblopy::tfrecord {

/// Frames a record: appends header, data and checksum.
void AppendRecord(Bytes record, Buffer& out);

class RecordWriter {
 public:
  /// `level`: 0 to 9, or -1 for zlib's default. Errors as AtomicFile::Create.
  static Result<std::unique_ptr<RecordWriter>> Create(std::string path, Compression compression,
                                                      int level);
  ~RecordWriter();

  /// Framed records, whole or in parts; compresses and writes them. One caller at a time.
  Status Write(Bytes framed);
  /// Everything written so far can be inflated from what is in the file (which has no name yet).
  Status Flush();
  /// Ends the stream, and lets go of what compressed it: nothing can be written after it.
  Status Finish();
  /// Finishes the file and gives it its name, `path` unless that is empty; with `sync` once the
  /// device has it.
  Status Commit(std::string path, bool sync);
  /// Bytes in the file so far.
  uint64_t size() const;

 private:
  struct Deflater;
  RecordWriter(std::unique_ptr<AtomicFile> file, std::unique_ptr<Deflater> deflater);
  Status Deflate(Bytes bytes, int flush);

  std::unique_ptr<AtomicFile> file_;
  std::unique_ptr<Deflater> deflater_;  // null: not compressed
};

}  // namespace dareblopy::tfrecord
