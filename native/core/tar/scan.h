// The entries of an archive, from one pass over its headers; and kept in a file if asked for.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/error.h"
#include "core/io/file_identity.h"
#include "core/io/source_range.h"
#include "core/tar/entries.h"

namespace dareblopy::tar {

/// Lists the files: folders, symbolic links and devices have no bytes and are passed over; a hard
/// link has those of the file it leads to. Errors: TAR_NOT_AN_ARCHIVE, TAR_COMPRESSED,
/// TAR_TRUNCATED, TAR_CORRUPT, LIMIT_EXCEEDED above `max_entries`, ABORTED, and those of reading.
Result<Entries> ScanEntries(const SourceRange& range, uint64_t max_entries,
                            const std::atomic<bool>* cancelled);

/// Whether a file's first block may be a header, a damaged one too, or the zeros that end an
/// archive. `head` has 512 bytes or more.
bool MayBeHeader(Bytes head);

/// The first block of a file that is no header: what it is instead. Its beginning is enough.
Error NotAnArchiveError(const std::string& path, Bytes head);

/// The index in `path`; nothing where there is none, or it is of another file or state (then
/// `stale`).
std::optional<Entries> LoadEntries(const std::string& path, const FileIdentity& identity,
                                   bool& stale);
Status SaveEntries(const std::string& path, const FileIdentity& identity, const Entries& entries);

}  // namespace dareblopy::tar
