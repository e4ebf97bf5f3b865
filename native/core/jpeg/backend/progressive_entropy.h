// Our decoder of progressive scans in the place of libjpeg-turbo's.
#pragma once

#include <array>
#include <vector>

#include "core/jpeg/backend.h"
#include "core/jpeg/backend/library.h"
#include "core/jpeg/huffman/progressive_scan.h"

namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE {

#ifdef DAREBLOPY_JPEG_TURBO

/// libjpeg decodes the scans of a progressive image one after the other into arrays of
/// coefficients, and calls its progress monitor in between. There this one decodes the whole scan
/// into the arrays and moves the source behind it, as if the library had. A scan that is out of the
/// ordinary is undone and left to the library, as are all after it; so whatever it reports, and
/// what it makes of damage, is its own.
class ProgressiveEntropy {
 public:
  ProgressiveEntropy() = default;
  ProgressiveEntropy(const ProgressiveEntropy&) = delete;
  ProgressiveEntropy& operator=(const ProgressiveEntropy&) = delete;

  /// When the header was read, before the image is started: takes memory for it.
  void Prepare(const jpeg_decompress_struct& info, const OpenOptions& options);
  /// From the progress monitor: decodes the scan that begins here, if one does.
  void TakeScan(j_decompress_ptr info);
  /// Whether every scan so far was ours.
  bool done() const { return scans_ != 0 && active_; }

 private:
  bool Decode(j_decompress_ptr info);
  bool IsInOrder(const jpeg_decompress_struct& info) const;
  bool ChangesPixels(const jpeg_decompress_struct& info) const;
  bool PassOver(j_decompress_ptr info);
  bool PrepareTables(j_decompress_ptr info);
  void Start(j_decompress_ptr info);
  bool DecodeRow(j_decompress_ptr info, JDIMENSION row);
  bool DecodeAcRow(j_decompress_ptr info, JDIMENSION row);
  bool DecodeDcRow(j_decompress_ptr info, JDIMENSION row);
  void Undo(j_decompress_ptr info, JDIMENSION rows);
  void UndoBlock(const jpeg_decompress_struct& info, int16_t* block) const;
  void Finish(j_decompress_ptr info, const uint8_t* end);

  bool active_ = false;
  bool read_all_ = true;  // also scans that change no pixel
  int scans_ = 0;         // seen
  Bytes data_;            // from the scan's first byte on
  ProgressiveScan scan_;
  std::array<BlockPlan, kMaxBlocks> blocks_;
  std::array<HuffmanTable, NUM_HUFF_TBLS> dc_tables_;
  std::array<HuffmanTable, NUM_HUFF_TBLS> ac_tables_;
  // By component: of each coefficient the bits that are to come, -1 before its first scan; of each
  // block which coefficients are not zero.
  std::array<std::array<int8_t, DCTSIZE2>, kMaxComponents> to_come_;
  std::array<std::vector<uint64_t>, kMaxComponents> nonzero_;
};

#else

/// IJG's library, whose modules are others, keeps its own.
class ProgressiveEntropy {
 public:
  void Prepare(const jpeg_decompress_struct&, const OpenOptions&) {}
  void TakeScan(j_decompress_ptr) {}
  bool done() const { return false; }
};

#endif

}  // namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE
