// Our decoder of baseline scans in the place of libjpeg-turbo's.
#pragma once

#include <array>

#include "core/jpeg/backend.h"
#include "core/jpeg/backend/library.h"
#include "core/jpeg/huffman/baseline_scan.h"

#ifdef DAREBLOPY_JPEG_TURBO
extern "C" {
#include <jpegint.h>
}
#endif

namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE {

#ifdef DAREBLOPY_JPEG_TURBO

/// libjpeg's modules know each other by structs of functions. This is one that stands where the
/// entropy decoder's is expected; the library's own stays as it was when the scan began. Whatever
/// is out of the ordinary goes back to it: it starts from the scan's first byte, passes over the
/// MCUs that are done, and goes on to the image's end. So everything it reports, at whichever
/// offset, and what it makes of damage are its own.
class BaselineEntropy {
 public:
  BaselineEntropy() = default;
  BaselineEntropy(const BaselineEntropy&) = delete;
  BaselineEntropy& operator=(const BaselineEntropy&) = delete;

  /// After jpeg_start_decompress, before anything is read of the scan: takes it over if it is one
  /// that we decode, and sooner than the library (else false). All of the data lies in `info`'s
  /// source.
  bool Attach(j_decompress_ptr info, const OpenOptions& options);
  /// Whether the scan that was taken over stayed ours to its end.
  bool done() const { return scan_.done() && !gone_back_; }
  /// Whether it is ours still, and a segment that ended did so at its restart marker.
  bool sound_so_far() const { return !gone_back_ && scan_.EndsSegmentWell(); }

 private:
  static boolean DecodeMcu(j_decompress_ptr info, JBLOCKROW* blocks);
  boolean GoBack(j_decompress_ptr info, JBLOCKROW* blocks);
  bool PrepareTables(j_decompress_ptr info, bool known);
  void PrepareBlocks(j_decompress_ptr info);

  jpeg_entropy_decoder base_{};          // first: the library has a pointer to it
  jpeg_entropy_decoder* own_ = nullptr;  // the library's
  Bytes data_;                           // from the scan's first byte on
  JDIMENSION column_ = 0;                // of the next MCU
  uint64_t mcus_ = 0;                    // before it
  bool gone_back_ = false;               // to the library
  BaselineScan scan_;
  std::array<BlockPlan, kMaxBlocks> blocks_;
  std::array<HuffmanTable, NUM_HUFF_TBLS> dc_tables_;
  std::array<HuffmanTable, NUM_HUFF_TBLS> ac_tables_;
};

#else

/// IJG's library, whose modules are others, keeps its own.
class BaselineEntropy {
 public:
  bool Attach(j_decompress_ptr, const OpenOptions&) { return false; }
  bool done() const { return false; }
  bool sound_so_far() const { return false; }
};

#endif

}  // namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE
