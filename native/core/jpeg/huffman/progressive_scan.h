// One Huffman-coded scan of a progressive JPEG (T.81 G.2), row by row, as long as it is sound.
#pragma once

#include <array>

#include "core/jpeg/huffman/mcu_decoder.h"
#include "core/jpeg/huffman/progressive_decoder.h"

namespace dareblopy::jpeg {

struct ProgressivePlan {
  Bytes data;  // from the first entropy-coded byte to the end of the file
  uint64_t mcus = 0;
  uint32_t restart_interval = 0;        // MCUs between restart markers; 0: there are none
  bool refines = false;                 // else it is the first of its band
  AcBand band{};                        // of an AC scan; of a DC scan, `low`
  std::span<const BlockPlan> blocks{};  // of an MCU of a DC scan: table and component
};

class ProgressiveScan {
 public:
  /// What `plan` points at must stay until the scan is done with.
  void Start(const ProgressivePlan& plan);
  /// Decodes the next run.count MCUs of an AC scan, which are blocks. False for anything out of the
  /// ordinary; the scan can then only be left.
  bool DecodeAc(BlockRun run);
  /// Decodes the next MCU of a DC scan.
  bool DecodeDc(CoefficientBlock* const* blocks);
  /// When all MCUs are decoded, whether the scan ends as it should: at a marker, with nothing left
  /// over.
  bool Ends() const { return left_ == 0 && AtMarker(bytes_, state_.position); }
  /// Of a scan that ends so, where the marker behind it starts.
  const uint8_t* end() const { return bytes_.marker_at(); }

 private:
  bool Restart();
  bool TakeDcs(CoefficientBlock* const* blocks);

  ProgressivePlan plan_;
  ScanBytes bytes_;
  AcState state_;
  std::array<int32_t, kMaxComponents> predictions_{};
  AcDecoder decode_ = nullptr;
  uint64_t left_ = 0;           // MCUs
  uint64_t until_restart_ = 0;  // of them
  uint8_t restarts_ = 0;        // modulo 8, as the markers count
};

}  // namespace dareblopy::jpeg
