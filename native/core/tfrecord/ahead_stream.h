// Several files read at the same time, ahead of the reader, and given in the order of the list:
// what has to be inflated, or waited for, is so on as many threads as there are files in hand.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/thread_pool.h"
#include "core/tfrecord/record_stream.h"

namespace dareblopy::tfrecord {

struct AheadOptions {
  size_t files = 1;                     // read at the same time
  uint64_t bytes = uint64_t{64} << 20;  // of records that may wait for the reader
};

/// The same records, errors and counts as a RecordStream over the same sources. A file that is the
/// reader's turn is never held back; those behind it stop where `bytes` wait, so that at most
/// `bytes`, and what one read of each of `files` gives, are in memory.
class AheadStream final : public BlockSource {
 public:
  AheadStream(std::vector<RecordStream::Source> sources, const StreamOptions& options,
              AheadOptions ahead, ThreadPool& pool = ThreadPool::Shared());
  /// Threads that are at it finish their block; nobody waits for them.
  ~AheadStream() override;

  Result<std::shared_ptr<RecordBlock>> Next(size_t max_records) override;
  uint64_t corrupt() const override;

 private:
  class Files;
  class StepJob;

  const std::shared_ptr<Files> files_;
  uint64_t corrupt_ = 0;
};

}  // namespace dareblopy::tfrecord
