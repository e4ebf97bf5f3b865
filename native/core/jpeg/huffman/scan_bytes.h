// The entropy-coded bytes of a scan without their stuffing (T.81 B.1.1.5), a piece at a time.
#pragma once

#include "core/base/buffer.h"
#include "core/base/bytes.h"

namespace dareblopy::jpeg {

/// RST0 to RST7, in turn (T.81 B.1.1.3).
inline constexpr uint8_t kFirstRestartMarker = 0xD0;

/// The second byte of the next marker in coded data; null when there is none. Markers stand at
/// whole bytes and cannot be part of coded data (T.81 B.1.1.2).
const uint8_t* FindMarker(const uint8_t* at, const uint8_t* end);

/// Makes the zero after each 0xFF byte go away, so that a decoder can take 8 bytes at once, and
/// finds the marker that ends the segment before the decoder comes near it.
class ScanBytes {
 public:
  /// Bytes that a reader may be beyond end(): their content means nothing, but they can be read.
  static constexpr size_t kBeyond = 4096;

  ScanBytes();
  /// Starts a segment with the bytes at `begin`, a part of `data`'s.
  void Start(const uint8_t* begin, const uint8_t* data_end);
  /// Of an ended segment, starts the one behind restart marker `number` (0 to 7); false when
  /// another marker stands there.
  bool Restart(uint8_t number);
  /// There are `count` (at most kBeyond) bytes from `at` on, or else the segment has ended. Answers
  /// where what was at `at` is now.
  const uint8_t* Need(const uint8_t* at, size_t count) {
    if (ended_ || static_cast<size_t>(end_ - at) >= count) return at;
    return Refill(at);
  }
  const uint8_t* begin() const { return buffer_.data(); }
  /// Behind the last byte so far; of the segment, when it has ended.
  const uint8_t* end() const { return end_; }
  bool ended() const { return ended_; }
  /// Of an ended segment, the second byte of the marker behind it; 0 when it has no proper one.
  uint8_t marker() const { return marker_; }
  /// Where in the data that marker starts.
  const uint8_t* marker_at() const { return data_; }

 private:
  const uint8_t* Refill(const uint8_t* at);
  void TakeMarked();

  Buffer buffer_;
  uint8_t* end_;
  const uint8_t* data_ = nullptr;
  const uint8_t* data_end_ = nullptr;
  bool ended_ = true;
  uint8_t marker_ = 0;
};

}  // namespace dareblopy::jpeg
