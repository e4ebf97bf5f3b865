// Extra fields of central and local headers (APPNOTE 4.5, Info-ZIP's extrafld.txt).
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/bytes.h"

namespace dareblopy::zip {

struct ExtraFields {
  Bytes zip64;  // data of the ZIP64 field
  bool has_zip64 = false;
  std::optional<uint32_t> modified_unix;  // seconds since 1970, from the extended timestamp or NTFS
  Bytes unicode_path;                     // UTF-8 name; only where its check fits the raw name
};

/// What ends beyond `extra` is left out: padding and damage there do not hide the fields before it.
ExtraFields ParseExtraFields(Bytes extra, Bytes raw_name);

/// Takes the next 64-bit value off the ZIP64 field's data, if it is there.
std::optional<uint64_t> TakeZip64(ExtraFields& fields);

}  // namespace dareblopy::zip
