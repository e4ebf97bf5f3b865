#include "core/jpeg/huffman/scan_bytes.h"

#include <algorithm>
#include <cstring>

namespace dareblopy::jpeg {

namespace {

constexpr size_t kPiece = size_t{16} << 10;  // stays in the first-level cache beside the tables
constexpr uint8_t kMark = 0xFF;

}  // namespace

ScanBytes::ScanBytes() : buffer_(kPiece + kBeyond), end_(buffer_.data()) {
  std::memset(buffer_.data(), 0, buffer_.size());
}

void ScanBytes::Start(const uint8_t* begin, const uint8_t* data_end) {
  end_ = buffer_.data();
  data_ = begin;
  data_end_ = data_end;
  ended_ = false;
  marker_ = 0;
}

bool ScanBytes::Restart(uint8_t number) {
  if (!ended_ || marker_ != kFirstRestartMarker + number) return false;
  const uint8_t* code = data_ + 1;
  while (*code != marker_) ++code;  // 0xFF bytes may stand before it
  Start(code + 1, data_end_);
  return true;
}

const uint8_t* FindMarker(const uint8_t* at, const uint8_t* end) {
  while (at < end) {
    at = static_cast<const uint8_t*>(std::memchr(at, kMark, static_cast<size_t>(end - at)));
    if (at == nullptr) return nullptr;
    while (at < end && *at == kMark) ++at;
    if (at < end && *at != 0) return at;
  }
  return nullptr;
}

const uint8_t* ScanBytes::Refill(const uint8_t* at) {
  const auto left = static_cast<size_t>(end_ - at);
  std::memmove(buffer_.data(), at, left);
  end_ = buffer_.data() + left;
  const uint8_t* const full = buffer_.data() + kPiece;
  while (end_ < full && !ended_) {
    const size_t most = std::min<size_t>(full - end_, data_end_ - data_);
    if (most == 0) {
      ended_ = true;
      break;
    }
    const void* mark = std::memchr(data_, kMark, most);
    const size_t plain = mark != nullptr ? static_cast<const uint8_t*>(mark) - data_ : most;
    std::memcpy(end_, data_, plain);
    end_ += plain;
    data_ += plain;
    if (mark != nullptr) TakeMarked();
  }
  return buffer_.data();
}

/// At a 0xFF byte: a zero behind it makes it data; anything else is a marker, before which more
/// 0xFF bytes may stand (T.81 B.1.1.2).
void ScanBytes::TakeMarked() {
  const uint8_t* code = data_ + 1;
  if (code < data_end_ && *code == 0) {
    *end_++ = kMark;
    data_ += 2;
    return;
  }
  ended_ = true;
  while (code < data_end_ && *code == kMark) ++code;
  if (code < data_end_) marker_ = *code;
}

}  // namespace dareblopy::jpeg
