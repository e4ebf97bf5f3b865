#include "core/jpeg/huffman/baseline_scan.h"

#include <algorithm>
#include <cstring>

namespace dareblopy::jpeg {

namespace {

constexpr uint8_t kFirstRestartMarker = 0xD0;  // RST0 to RST7, in turn
/// The most bits that libjpeg loads before it needs them. Where the data ends without a marker,
/// that is how early it complains.
constexpr int64_t kLoadedAhead = 64;

static_assert(kMaxMcuBytes <= ScanBytes::kBeyond);

/// The second byte of the next marker; null when there is none.
const uint8_t* FindMarker(const uint8_t* at, const uint8_t* end) {
  constexpr uint8_t kMark = 0xFF;
  while (at < end) {
    at = static_cast<const uint8_t*>(std::memchr(at, kMark, static_cast<size_t>(end - at)));
    if (at == nullptr) return nullptr;
    while (at < end && *at == kMark) ++at;
    if (at < end && *at != 0) return at;
  }
  return nullptr;
}

}  // namespace

void BaselineScan::Start(const ScanPlan& plan) {
  plan_ = plan;
  decoded_ = 0;
  passed_ = 0;
  restarts_ = 0;
  next_restart_ = plan.restart_interval != 0 ? plan.restart_interval : plan.mcus;
  StartSegment(plan.data.data());
}

void BaselineScan::StartSegment(const uint8_t* begin) {
  bytes_.Start(begin, plan_.data.data() + plan_.data.size());
  state_ = {.position = {.at = bytes_.begin()}};
}

bool BaselineScan::DecodeNext(CoefficientBlock* const* blocks) {
  if (decoded_ == next_restart_ && !Restart()) return false;
  state_.position.at = bytes_.Need(state_.position.at, kMaxMcuBytes);
  if (!decode_mcu_(state_, plan_.blocks, blocks)) return false;
  const bool cut = bytes_.ended() && bytes_.marker() == 0;
  if (UnreadBits() < (cut ? kLoadedAhead : 0)) return false;
  if (decoded_ + 1 == plan_.mcus && !AtMarker()) return false;
  ++decoded_;
  return true;
}

/// To the segment behind the restart marker that is due (T.81 E.2.4).
bool BaselineScan::Restart() {
  if (!AtMarker() || bytes_.marker() != kFirstRestartMarker + restarts_) return false;
  const uint8_t* code = bytes_.marker_at() + 1;
  while (*code != bytes_.marker()) ++code;  // 0xFF bytes may stand before it
  StartSegment(code + 1);
  restarts_ = (restarts_ + 1) & 7;
  next_restart_ += plan_.restart_interval;
  return true;
}

/// To the first MCU that was not passed over: to its segment by counting markers, and on from there
/// by decoding. The scan's last MCU is always decoded, so that its end is checked.
bool BaselineScan::CatchUp() {
  const uint64_t wanted = std::min(decoded_ + passed_, plan_.mcus - 1);
  const uint64_t end = decoded_ + passed_;
  const uint64_t segment = wanted / plan_.restart_interval;
  if (wanted >= next_restart_ && !SeekSegment(segment)) return false;
  while (decoded_ < end) {
    if (!DecodeNext(nullptr)) return false;
  }
  passed_ = 0;
  return true;
}

/// Behind the marker before that segment. Markers stand at whole bytes and cannot be part of coded
/// data (T.81 B.1.1.2); each has to be the one that is due.
bool BaselineScan::SeekSegment(uint64_t segment) {
  const uint8_t* at = bytes_.marker_at();  // at most the next marker: bytes are not read beyond it
  const uint8_t* const data_end = plan_.data.data() + plan_.data.size();
  for (uint64_t now = next_restart_ / plan_.restart_interval - 1; now < segment; ++now) {
    at = FindMarker(at, data_end);
    if (at == nullptr || *at != kFirstRestartMarker + (now & 7)) return false;
    ++at;
  }
  StartSegment(at);
  restarts_ = static_cast<uint8_t>(segment & 7);
  decoded_ = segment * plan_.restart_interval;
  next_restart_ = decoded_ + plan_.restart_interval;
  return true;
}

/// Negative when the decoder ran beyond the bytes there are.
int64_t BaselineScan::UnreadBits() const {
  const BitPosition& position = state_.position;
  return (bytes_.end() - position.at) * 8 + static_cast<int64_t>(position.count & 63);
}

/// Whether nothing but the last byte's padding is left before a proper marker.
bool BaselineScan::AtMarker() const {
  return bytes_.ended() && bytes_.marker() != 0 && UnreadBits() < 8;
}

}  // namespace dareblopy::jpeg
