// The only scan of a baseline JPEG, MCU by MCU, as long as it is sound.
#pragma once

#include "core/jpeg/huffman/mcu_decoder.h"
#include "core/jpeg/huffman/scan_bytes.h"

namespace dareblopy::jpeg {

struct ScanPlan {
  Bytes data;  // from the first entropy-coded byte to the end of the file
  std::span<const BlockPlan> blocks;
  uint64_t mcus = 0;
  uint32_t restart_interval = 0;  // MCUs between restart markers; 0: there are none
  bool read_all = false;          // also what is passed over
};

class BaselineScan {
 public:
  /// What `plan` points at must stay until the scan is done with.
  void Start(const ScanPlan& plan);
  /// Decodes the next MCU, as McuDecoder does. False for anything out of the ordinary: damage, data
  /// that ends here or a few bytes on, a restart marker that is not due, bytes left over at the
  /// end. Then nothing of this MCU counts, and the scan can only be left.
  bool Decode(CoefficientBlock* const* blocks) {
    return passed_ == 0 ? DecodeNext(blocks) : CatchUp() && DecodeNext(blocks);
  }
  /// Passes over the next MCU. Where there are restart markers it is not even read: the next Decode
  /// finds the marker before the MCU it is asked for. The last MCU of the scan ends it as Decode
  /// does.
  bool Skip() {
    if (plan_.restart_interval == 0 || plan_.read_all) return Decode(nullptr);
    ++passed_;
    return !done() || CatchUp();
  }
  /// Whether every MCU was decoded or passed over.
  bool done() const { return decoded_ + passed_ == plan_.mcus; }
  /// False when the last MCU decoded ended a segment and the marker behind it is not the one due.
  bool EndsSegmentWell() const;
  /// Of a scan that is done, where the marker behind it starts.
  const uint8_t* end() const { return bytes_.marker_at(); }

 private:
  bool DecodeNext(CoefficientBlock* const* blocks);
  bool CatchUp();
  bool SeekSegment(uint64_t segment);
  void StartSegment(const uint8_t* begin);
  bool Restart();

  ScanPlan plan_;
  ScanBytes bytes_;
  McuState state_;
  McuDecoder decode_mcu_ = BestMcuDecoder();
  uint64_t decoded_ = 0;       // MCUs before where the decoder is, and
  uint64_t passed_ = 0;        // those after it that nobody wanted
  uint64_t next_restart_ = 0;  // the MCU before which it is due
  uint8_t restarts_ = 0;       // modulo 8, as the markers count
};

}  // namespace dareblopy::jpeg
