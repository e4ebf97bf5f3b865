// Records of blocks, parsed from where they lie into several batches at once: what one crossing
// from JavaScript costs is shared by all of them. As BatchRun (batch/batch_run.h), without reading.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "core/batch/decoder.h"
#include "core/tfrecord/record_block.h"

namespace dareblopy::tfrecord {

class BlockBatches {
 public:
  /// Some records that follow each other in a block.
  struct Run {
    std::shared_ptr<const RecordBlock> block;
    size_t begin;
    size_t end;
  };

  /// Batches of `batch_size` rows, the last of which may be short.
  BlockBatches(std::vector<Run> runs, std::shared_ptr<const Decoder> decoder, size_t batch_size);

  size_t rows() const { return rows_; }
  const Decoder& decoder() const { return *decoder_; }
  /// Where each fixed column begins, with room for all rows; set before the first chunk.
  std::vector<uint8_t*> bases;

  /// A thread claims rows a chunk at a time: about 32 kB of records.
  size_t chunks() const { return (rows_ + rows_a_chunk_ - 1) / rows_a_chunk_; }
  /// Any thread, each chunk once.
  void DecodeChunk(size_t chunk, const std::atomic<bool>* cancelled);
  void FailChunk(size_t chunk, Error error) noexcept {
    Fail(chunk * rows_a_chunk_, std::move(error));
  }
  /// After the last chunk: puts the variable columns of the batches together, up to one that
  /// failed.
  Status Finish();

  // Read after Finish.
  std::vector<Value> values;                        // one a batch; empty when all is fixed
  std::optional<std::pair<size_t, Error>> failure;  // the first row that failed

 private:
  void Fail(size_t row, Error error) noexcept;

  const std::vector<Run> runs_;
  const std::shared_ptr<const Decoder> decoder_;
  const size_t batch_size_;
  std::vector<size_t> first_;  // row of each run
  size_t rows_ = 0;
  size_t rows_a_chunk_ = 1;
  std::vector<std::unique_ptr<VariableRows>> variable_;  // one a batch, or none
  std::mutex failure_mutex_;
};

}  // namespace dareblopy::tfrecord
