// One batch under way: each sample is read once, and given to every decoder. Rows run in any order
// on any threads.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "core/batch/decoder.h"
#include "core/io/loaded_item.h"
#include "core/io/source_set.h"

namespace dareblopy {

class BatchRun {
 public:
  // Filled before Prepare; `bases[d][c]` is where column c of decoder d begins, with room for all
  // rows.
  std::vector<Item> items;
  std::vector<std::shared_ptr<Decoder>> decoders;
  std::vector<std::vector<uint8_t*>> bases;
  std::vector<uint64_t> keys;  // one a row, or empty: then the row's number is its key

  // Read after Finish.
  std::vector<std::pair<size_t, Error>> failures;  // by row
  std::vector<Value> values;                       // one a decoder
  std::atomic<uint64_t> read_nanos{0};             // summed over threads, without inflating
  std::atomic<uint64_t> wait_nanos{0};             // of I/O threads, which is not in read_nanos
  std::atomic<uint64_t> waited_rows{0};            // rows that these loaded
  std::atomic<uint64_t> waited_bytes{0};
  std::atomic<uint64_t> inflate_nanos{0};
  std::atomic<uint64_t> decode_nanos{0};

  void Prepare();
  /// How many rows a thread should claim at a time: by what rows were seen to cost, where they
  /// were.
  size_t grain() const;
  /// A thread that does several rows, one after the other, does them through one Claim.
  class Claim;
  void DecodeRow(size_t row, const std::atomic<bool>* cancelled);
  /// Loads the row's sample for DecodeLoaded, where Claim::TryDecodeRow would have had to wait. An
  /// I/O thread.
  void Load(size_t row) noexcept { loaded_[row].Load(items[row]); }
  /// Makes room for what Load loads. Any thread, before the first.
  void ExpectLoads() {
    std::call_once(sized_, [this] { loaded_.resize(items.size()); });
  }
  /// Decodes the row from what Load has loaded.
  void DecodeLoaded(size_t row, const std::atomic<bool>* cancelled);
  void AddFailure(size_t row, Error error) noexcept;
  /// After the last row: puts the variable columns together.
  Status Finish();

 private:
  /// Whether decoder `d` fills more than stays in the caches until somebody reads it.
  bool OutgrowsCaches(size_t d) const;

  std::vector<std::unique_ptr<VariableRows>> variable_;
  std::vector<LoadedItem> loaded_;  // by row; empty before the first that has to be waited for
  std::once_flag sized_;
  std::mutex failures_mutex_;
};

/// The rows that one thread does: its time and its lists, so that a small row costs little more
/// than its bytes. Adds its time to the run's when it ends.
class BatchRun::Claim {
 public:
  explicit Claim(BatchRun& run) : run_(run), lap_(std::chrono::steady_clock::now()) {}
  ~Claim();
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;

  void DecodeRow(size_t row, const std::atomic<bool>* cancelled);
  /// As DecodeRow, where the sample can be had without waiting; else false, with nothing done.
  bool TryDecodeRow(size_t row, const std::atomic<bool>* cancelled);
  /// Decodes the row from `sample`.
  void Decode(size_t row, Bytes sample, const std::atomic<bool>* cancelled);

 private:
  RowTarget TargetOf(size_t row, const std::atomic<bool>* cancelled) const;
  void DecodeBytes(Bytes sample, RowTarget& target);
  /// The sample with its largest part read straight into its column; false where that cannot be, or
  /// the guess at what the sample holds was wrong.
  bool DecodeDirect(RowTarget& target);
  void SetTarget(RowTarget& target, size_t decoder);
  /// Counts the lap as reading, but for what of it was decompressing; the answer is its reading.
  uint64_t CountReading(uint64_t inflated_before);
  /// Time since the last lap.
  uint64_t LapNanos();

  BatchRun& run_;
  std::chrono::steady_clock::time_point lap_;
  uint64_t read_nanos_ = 0;
  uint64_t inflate_nanos_ = 0;
  uint64_t decode_nanos_ = 0;
  std::vector<uint8_t*> columns_;
};

}  // namespace dareblopy
