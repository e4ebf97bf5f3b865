// libjpeg's data source over bytes in memory.
#pragma once

#include "core/base/bytes.h"
#include "core/jpeg/backend/library.h"

namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE {

/// When the bytes run out it warns, then goes on with EOI markers, as libjpeg's own sources do: the
/// decoder fills the rest with grey where damage is tolerated.
class MemorySource {
 public:
  MemorySource();
  jpeg_source_mgr* manager() { return &base_; }
  void Reset(Bytes data);
  /// How far libjpeg has read.
  uint64_t offset() const {
    return exhausted_ ? data_.size() : data_.size() - base_.bytes_in_buffer;
  }
  bool exhausted() const { return exhausted_; }
  /// Whether the `count` bytes before `offset` are there and zero.
  bool AreZero(uint64_t offset, size_t count) const;

 private:
  static boolean Fill(j_decompress_ptr info);
  static void Skip(j_decompress_ptr info, long count);

  jpeg_source_mgr base_{};  // first: libjpeg's callbacks get a pointer to it
  Bytes data_;
  bool exhausted_ = false;
};

}  // namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE
