#include "core/jpeg/huffman/baseline_scan.h"

namespace dareblopy::jpeg {

namespace {

constexpr uint8_t kFirstRestartMarker = 0xD0;  // RST0 to RST7, in turn
/// The most bits that libjpeg loads before it needs them. Where the data ends without a marker,
/// that is how early it complains.
constexpr int64_t kLoadedAhead = 64;

static_assert(kMaxMcuBytes <= ScanBytes::kBeyond);

}  // namespace

void BaselineScan::Start(const ScanPlan& plan) {
  plan_ = plan;
  decoded_ = 0;
  restarts_ = 0;
  next_restart_ = plan.restart_interval != 0 ? plan.restart_interval : plan.mcus;
  bytes_.Start(plan.data.data(), plan.data.data() + plan.data.size());
  state_ = {.position = {.at = bytes_.begin()}};
}

bool BaselineScan::Decode(CoefficientBlock* const* blocks) {
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
  bytes_.Start(code + 1, plan_.data.data() + plan_.data.size());
  state_ = {.position = {.at = bytes_.begin()}};
  restarts_ = (restarts_ + 1) & 7;
  next_restart_ += plan_.restart_interval;
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
