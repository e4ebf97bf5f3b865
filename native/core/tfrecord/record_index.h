// Where the records of a file lie: found by stepping from header to header, each checked; kept in a
// file if asked for.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/io/file_identity.h"
#include "core/io/source_range.h"

namespace dareblopy::tfrecord {

/// Offsets of the headers of all records, in order, and of the end of the last one: a record's
/// length is the distance to the next one less its frame.
using RecordOffsets = std::vector<uint64_t>;

struct ScanOptions {
  uint64_t max_record_bytes = uint64_t{2} << 30;
  bool stop_at_corrupt =
      false;  // the index ends before what cannot be followed, instead of failing
};

/// Reads every header. Errors: TFRECORD_COMPRESSED, TFRECORD_NOT_A_TFRECORD,
/// TFRECORD_LENGTH_CRC_MISMATCH, TFRECORD_TRUNCATED, LIMIT_EXCEEDED, ABORTED, and those of reading.
Result<RecordOffsets> ScanRecords(const SourceRange& range, const ScanOptions& options,
                                  const std::atomic<bool>* cancelled);

/// The index in `path`; nothing where there is none, or it is of another file or state (then
/// `stale`).
std::optional<RecordOffsets> LoadIndex(const std::string& path, const FileIdentity& identity,
                                       bool& stale);
Status SaveIndex(const std::string& path, const FileIdentity& identity,
                 const RecordOffsets& offsets);

}  // namespace dareblopy::tfrecord
