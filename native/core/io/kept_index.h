// An index kept in a file beside, or apart from, the file that it is of: eight bytes that say of
// which kind it is, the file's identity (uint64 size, int64 mtime in nanoseconds, uint32 sample),
// what the kind has to say, and a CRC32C of all that. Little-endian.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/io/file_identity.h"

namespace dareblopy {

/// The part of the kind; nothing where there is no file, or it is of another kind, file or state
/// (then `stale`), or it has more than `most` bytes.
std::optional<Buffer> LoadKeptIndex(const std::string& path, std::string_view kind,
                                    const FileIdentity& identity, uint64_t most, bool& stale);
/// Writes it under its name at once, or not at all.
Status SaveKeptIndex(const std::string& path, std::string_view kind, const FileIdentity& identity,
                     Bytes index);

/// Where the index of the file under `range` is kept beside it: `<path>.dbidx`; empty where the
/// range is no whole file.
std::string KeptIndexPath(const SourceRange& range);

}  // namespace dareblopy
