// GZIP (RFC 1952) and ZLIB (RFC 1950) streams, inflated as they are read, in bounded memory.
// Members of a GZIP follow each other; the check at the end of each (CRC-32 and length, or
// Adler-32) is checked.
#pragma once

#include <memory>
#include <string>

#include "core/io/byte_stream.h"

namespace dareblopy {

enum class StreamFormat : uint8_t { gzip, zlib };

/// Inflates `compressed`. Errors while reading: GZIP_CORRUPT and GZIP_TRUNCATED, with `name` as
/// path and the offset in the compressed bytes, and those of `compressed`.
std::unique_ptr<ByteStream> NewInflateStream(std::unique_ptr<ByteStream> compressed,
                                             StreamFormat format, std::string name);

}  // namespace dareblopy
