// Where a decoder of coded bits is, and the blocks it fills.
#pragma once

#include <cstdint>

#include "core/jpeg/huffman/scan_bytes.h"

namespace dareblopy::jpeg {

using CoefficientBlock = int16_t[64];  // row by row, not in zigzag order

/// Where in its bytes a decoder is. The bytes have no stuffing, and 8 more can be read than are
/// asked for.
struct BitPosition {
  const uint8_t* at = nullptr;  // the next byte to load
  uint64_t bits = 0;            // loaded ones, from the top
  uint64_t count = 0;           // of them, in its lowest 6 bits
};

/// Negative when the decoder ran beyond the bytes there are.
inline int64_t UnreadBits(const ScanBytes& bytes, const BitPosition& position) {
  return (bytes.end() - position.at) * 8 + static_cast<int64_t>(position.count & 63);
}

/// Whether nothing but the last byte's padding is left before a proper marker.
inline bool AtMarker(const ScanBytes& bytes, const BitPosition& position) {
  const int64_t unread = UnreadBits(bytes, position);
  return bytes.ended() && bytes.marker() != 0 && unread >= 0 && unread < 8;
}

}  // namespace dareblopy::jpeg
