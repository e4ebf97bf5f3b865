// An entry's bytes made ready for the archive: compressed, sized, checked. Any thread.
#pragma once

#include <cstdint>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/zip/format.h"

namespace dareblopy::zip {

inline constexpr int kDefaultLevel = 6;

struct PackedEntry {
  Method method = kStored;
  uint32_t crc32 = 0;
  uint64_t size = 0;  // before compression
  Buffer data;        // empty when stored: the plain bytes are written as they are
};

/// Compresses `plain` with `method`, or leaves it stored where that is not smaller. `level`:
/// deflate 1 to 12; LZ4: above 1 its slower, denser compressor of that level.
Result<PackedEntry> Pack(Method method, int level, Bytes plain);

}  // namespace dareblopy::zip
