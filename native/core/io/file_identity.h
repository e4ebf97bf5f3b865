// What tells whether something kept about a file, such as an index, is still about it.
#pragma once

#include <cstdint>

#include "core/base/error.h"
#include "core/io/source_range.h"

namespace dareblopy {

/// Its size, when it was written, and a checksum of bytes sampled all over it.
struct FileIdentity {
  uint64_t size = 0;
  int64_t mtime_ns = 0;  // 0 where the source is no file
  uint32_t sample = 0;
  bool operator==(const FileIdentity&) const = default;
};
Result<FileIdentity> IdentityOf(const SourceRange& range);

}  // namespace dareblopy
