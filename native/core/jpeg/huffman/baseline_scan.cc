#include "core/jpeg/huffman/baseline_scan.h"

#include <algorithm>

namespace dareblopy::jpeg {

namespace {

/// The most bits that libjpeg loads before it needs them. Where the data ends without a marker,
/// that is how early it complains.
constexpr int64_t kLoadedAhead = 64;

static_assert(kMaxMcuBytes <= ScanBytes::kBeyond);

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
  if (UnreadBits(bytes_, state_.position) < (cut ? kLoadedAhead : 0)) return false;
  if (decoded_ + 1 == plan_.mcus && !AtMarker(bytes_, state_.position)) return false;
  ++decoded_;
  return true;
}

/// To the segment behind the restart marker that is due (T.81 E.2.4).
bool BaselineScan::Restart() {
  if (!AtMarker(bytes_, state_.position) || !bytes_.Restart(restarts_)) return false;
  state_ = {.position = {.at = bytes_.begin()}};
  restarts_ = (restarts_ + 1) & 7;
  next_restart_ += plan_.restart_interval;
  return true;
}

bool BaselineScan::EndsSegmentWell() const {
  if (decoded_ != next_restart_ || decoded_ == plan_.mcus) return true;
  return AtMarker(bytes_, state_.position) && bytes_.marker() == kFirstRestartMarker + restarts_;
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

/// Behind the marker before that segment. Each on the way has to be the one that is due.
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

}  // namespace dareblopy::jpeg
