// Finding the central directory from the end of the archive (APPNOTE 4.3.14 to 4.3.16).
#pragma once

#include <cstdint>
#include <string>

#include "core/base/buffer.h"
#include "core/io/source_range.h"

namespace dareblopy::zip {

struct EndRecord {
  uint64_t directory_begin = 0;  // where the central directory lies, in bytes of the source
  uint64_t directory_size = 0;   // in bytes
  uint64_t entry_count = 0;
  bool count_is_16_bit =
      false;            // without ZIP64 the count is modulo 65,536 (macOS writes such archives)
  uint64_t shift = 0;   // what was put before the archive: added to every offset in it
  std::string comment;  // raw bytes
  Buffer directory;     // its bytes, where they were read on the way; else empty
};

/// Errors: ZIP_NOT_AN_ARCHIVE, ZIP_TRUNCATED, ZIP_CORRUPT, ZIP_MULTI_DISK, or what reading gave.
Result<EndRecord> FindEndRecord(const SourceRange& source);

}  // namespace dareblopy::zip
