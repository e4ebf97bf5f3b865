// Records of a stream, shuffled by a buffer (core/batch/shuffle_buffer.h says in which order).
#pragma once

#include <memory>
#include <utility>

#include "core/batch/shuffle_buffer.h"
#include "core/tfrecord/record_stream.h"

namespace dareblopy::tfrecord {

class ShuffledStream final : public BlockSource {
 public:
  ShuffledStream(std::unique_ptr<BlockSource> source, uint64_t buffer, uint64_t seed,
                 uint32_t epoch)
      : source_(std::move(source)), buffer_(buffer, seed, epoch) {}

  Result<std::shared_ptr<RecordBlock>> Next(size_t max_records) override;
  uint64_t corrupt() const override { return source_->corrupt(); }
  bool waits() const override { return source_->waits(); }

 private:
  /// A record, and the block that its bytes lie in: nothing is copied. Blocks go as their last
  /// record does.
  struct Record {
    RecordBlock::Part part;
    std::shared_ptr<const RecordBlock> block;
  };
  /// The next record of the source; false at its end.
  Result<bool> Take(Record& record);

  const std::unique_ptr<BlockSource> source_;
  ShuffleBuffer<Record> buffer_;
  std::shared_ptr<const RecordBlock> block_;  // being taken from
  size_t taken_ = 0;                          // records of block_
};

/// The stream without its first `count` records: continuing where another left off.
class SkippingStream final : public BlockSource {
 public:
  SkippingStream(std::unique_ptr<BlockSource> source, uint64_t count)
      : source_(std::move(source)), left_(count) {}
  Result<std::shared_ptr<RecordBlock>> Next(size_t max_records) override;
  uint64_t corrupt() const override { return source_->corrupt(); }
  bool waits() const override { return source_->waits(); }

 private:
  const std::unique_ptr<BlockSource> source_;
  uint64_t left_;
};

}  // namespace dareblopy::tfrecord
