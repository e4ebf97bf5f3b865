// The header in front of an entry's data, held against what the central directory says
// (APPNOTE 4.3.7).
#pragma once

#include <string_view>

#include "core/zip/directory.h"

namespace dareblopy::zip {

/// Bytes of the whole local header, whose fixed part begins `bytes`; 0 when that has no signature.
size_t LocalHeaderLength(Bytes bytes);

/// Checks that the header (all of it) agrees with the record: method, name, and sizes and CRC where
/// it has them. Errors: ZIP_CORRUPT, ZIP_SIZE_MISMATCH, ZIP_ENCRYPTED; without path, entry and
/// offset.
Status CheckLocalHeader(Bytes header, const EntryRecord& record, std::string_view name);

}  // namespace dareblopy::zip
