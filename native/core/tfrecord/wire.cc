#include "core/tfrecord/wire.h"

#include <algorithm>

namespace dareblopy::tfrecord {

bool Wire::ReadLongVarint(uint64_t& value) {
  const uint8_t* const stop = p + std::min<size_t>(left(), 10);
  uint64_t result = 0;
  unsigned shift = 0;
  for (const uint8_t* q = p; q < stop; ++q, shift += 7) {
    result |= static_cast<uint64_t>(*q & 0x7f) << shift;
    if (*q < 0x80) {
      value = result;
      p = q + 1;
      return true;
    }
  }
  return false;
}

bool Wire::Skip(uint32_t tag) {
  // Groups nest; protobuf itself limits the depth to 100. An end carries the number of its start.
  constexpr size_t kDeepest = 100;
  uint32_t open[kDeepest];
  size_t depth = 0;
  for (;;) {
    uint64_t number = 0;
    Bytes bytes;
    switch (static_cast<WireType>(tag & 7)) {
      case WireType::varint:
        if (!ReadVarint(number)) return false;
        break;
      case WireType::fixed64:
        if (!SkipFixed(8)) return false;
        break;
      case WireType::fixed32:
        if (!SkipFixed(4)) return false;
        break;
      case WireType::delimited:
        if (!ReadDelimited(bytes)) return false;
        break;
      case WireType::group_start:
        if (depth == kDeepest) return false;
        open[depth++] = tag >> 3;
        break;
      case WireType::group_end:
        if (depth == 0 || open[--depth] != tag >> 3) return false;
        break;
      default:
        return false;
    }
    if (depth == 0) return true;
    if (!ReadTag(tag)) return false;
  }
}

}  // namespace dareblopy::tfrecord
