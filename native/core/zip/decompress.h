// Whole entries from compressed bytes to plain ones.
#pragma once

#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/error.h"

namespace dareblopy::zip {

/// Fills `out`, whose size is what the entry claims, from all of `in`. `method` is one that
/// MethodIsRead. Errors: ZIP_DATA_CORRUPT, ZIP_SIZE_MISMATCH (more or fewer bytes than claimed);
/// without place.
Status Decompress(uint16_t method, Bytes in, MutableBytes out);

}  // namespace dareblopy::zip
