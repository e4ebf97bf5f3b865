// A source as a stream of the bytes that are in it, whatever it is compressed with.
#pragma once

#include <memory>

#include "core/io/byte_stream.h"

namespace dareblopy {

/// GZIP is told from the first bytes; anything else is taken as it is. Errors: those of
/// reading, and later those of the compression.
Result<std::unique_ptr<ByteStream>> OpenStream(SourceRange range);

}  // namespace dareblopy
