#include "core/jpeg/huffman/progressive_scan.h"

#include <algorithm>

#include "core/jpeg/huffman/bit_reader.h"

namespace dareblopy::jpeg {

static_assert(kMaxProgressiveBytes <= ScanBytes::kBeyond);
static_assert(kMaxMcuBytes <= ScanBytes::kBeyond);

void ProgressiveScan::Start(const ProgressivePlan& plan) {
  plan_ = plan;
  const ProgressiveDecoders& decoders = BestProgressiveDecoders();
  decode_ = plan.refines ? decoders.refine : decoders.first;
  left_ = plan.mcus;
  until_restart_ = plan.restart_interval != 0 ? plan.restart_interval : plan.mcus;
  restarts_ = 0;
  bytes_.Start(plan.data.data(), plan.data.data() + plan.data.size());
  state_ = {.position = {.at = bytes_.begin()}};
  predictions_ = {};
}

bool ProgressiveScan::Restart() {
  if (!AtMarker(bytes_, state_.position) || !bytes_.Restart(restarts_)) return false;
  state_ = {.position = {.at = bytes_.begin()}};
  predictions_ = {};
  restarts_ = (restarts_ + 1) & 7;
  until_restart_ = plan_.restart_interval;
  return true;
}

bool ProgressiveScan::DecodeAc(BlockRun run) {
  while (run.count != 0) {
    if (until_restart_ == 0 && !Restart()) return false;
    const auto count = static_cast<uint32_t>(std::min<uint64_t>(run.count, until_restart_));
    if (!decode_(state_, bytes_, plan_.band, {run.blocks, run.nonzero, count})) return false;
    run = {run.blocks + count, run.nonzero + count, run.count - count};
    until_restart_ -= count;
    left_ -= count;
  }
  return true;
}

bool ProgressiveScan::DecodeDc(CoefficientBlock* const* blocks) {
  if (until_restart_ == 0 && !Restart()) return false;
  state_.position.at = bytes_.Need(state_.position.at, kMaxMcuBytes);
  if (plan_.refines) {
    BitPosition& in = state_.position;
    Load(in);  // an MCU has at most 10 blocks
    for (size_t i = 0; i < plan_.blocks.size(); ++i) {
      const auto bit = static_cast<uint32_t>(in.bits >> 63);
      int16_t& dc = (*blocks[i])[0];
      dc = static_cast<int16_t>(dc | bit << plan_.band.low);
      in.bits <<= 1;
    }
    in.count -= plan_.blocks.size();
  } else if (!TakeDcs(blocks)) {
    return false;
  }
  if (bytes_.ended() && UnreadBits(bytes_, state_.position) < 0) return false;
  --until_restart_;
  --left_;
  return true;
}

bool ProgressiveScan::TakeDcs(CoefficientBlock* const* blocks) {
  BitPosition& in = state_.position;
  const int32_t most = INT16_MAX >> plan_.band.low;
  for (size_t i = 0; i < plan_.blocks.size(); ++i) {
    const BlockPlan& block = plan_.blocks[i];
    Load(in);
    int32_t difference = 0;
    if (!TakeDc(in, *block.dc, difference)) return false;
    int32_t& prediction = predictions_[block.component];
    prediction += difference;
    if (prediction > most || prediction < -most) return false;  // no encoder's; it might wrap
    (*blocks[i])[0] = static_cast<int16_t>(static_cast<uint32_t>(prediction) << plan_.band.low);
  }
  return true;
}

}  // namespace dareblopy::jpeg
