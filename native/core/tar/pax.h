// Extended headers of POSIX.1-2001 (pax): records "length key=value\n" that say of an entry what
// its header has no room for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/bytes.h"
#include "core/base/error.h"

namespace dareblopy::tar {

/// What is used of the records; the others are stepped over.
struct PaxRecords {
  std::optional<std::string> path{};
  std::optional<std::string> link{};
  std::optional<uint64_t> size{};
  std::optional<int64_t> modified{};         // whole seconds
  bool sparse = false;                       // "GNU.sparse.*": the data is not the file's
  std::optional<std::string> sparse_name{};  // then `path` is not its name
};

/// Reads the records over those in `out`: a later one of a key counts, an empty value takes it
/// back. Error TAR_CORRUPT, without a place.
Status ReadPaxRecords(Bytes payload, PaxRecords& out);

}  // namespace dareblopy::tar
