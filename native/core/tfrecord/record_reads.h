// Many records by number into one piece of memory: each with one read of the file, in its order.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/tfrecord/framing.h"
#include "core/tfrecord/record_set.h"

namespace dareblopy::tfrecord {

class RecordReads {
 public:
  /// What lies between records in memory: the checksum is read along with the data.
  static constexpr size_t kGap = kFooterSize;

  /// `indices` in any order, any number of times; each below `set->count()`.
  RecordReads(std::shared_ptr<const RecordSet> set, const std::vector<uint64_t>& indices);

  size_t count() const { return reads_.size(); }
  /// Offset in memory where the data of the i-th asked record ends; the next one begins kGap later.
  uint64_t end(size_t i) const { return ends_[i]; }
  /// Bytes of memory that are needed.
  uint64_t size() const { return ends_.empty() ? 0 : ends_.back() + kGap; }
  /// Which of the asked records the n-th read is of.
  size_t asked(size_t n) const { return reads_[n].asked; }
  const RecordSet& set() const { return *set_; }
  /// The record that the n-th read is of.
  uint64_t index(size_t n) const { return reads_[n].index; }
  /// Puts what was read of that record elsewhere into its place.
  void Put(size_t n, Bytes data, uint8_t* memory) const;
  /// Does the n-th read and checks it. Any thread.
  Status Read(size_t n, uint8_t* memory) const;

 private:
  struct OneRead {
    uint64_t index;
    uint32_t asked;
  };
  void Sort();

  const std::shared_ptr<const RecordSet> set_;
  std::vector<OneRead> reads_;  // in the order of the files
  std::vector<uint64_t> ends_;
};

}  // namespace dareblopy::tfrecord
