// Several files read at the same time, ahead of the reader, and given in the order of the list:
// what has to be inflated, or waited for, is so on as many threads as there are files in hand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "core/base/thread_pool.h"
#include "core/stream/block_source.h"

namespace dareblopy {

struct AheadOptions {
  size_t files = 1;                     // read at the same time
  uint64_t bytes = uint64_t{64} << 20;  // of records that may wait for the reader
};

/// Makes what reads a file of the list. Opening, which may wait, is left to its first Next.
using OpenFileSource = std::function<std::unique_ptr<BlockSource>(size_t file)>;

/// The records, errors and counts of the files one after the other. A file that is the
/// reader's turn is never held back; those behind it stop where `bytes` wait, so that at most
/// `bytes`, and what one read of each of `files` gives, are in memory.
class AheadStream final : public BlockSource {
 public:
  AheadStream(size_t files, OpenFileSource open, AheadOptions ahead,
              ThreadPool& pool = ThreadPool::Shared());
  /// Threads that are at it finish their block; nobody waits for them.
  ~AheadStream() override;

  Result<std::shared_ptr<Block>> Next(size_t most) override;
  uint64_t corrupt() const override;
  bool waits() const override;

 private:
  class Files;
  class StepJob;

  const std::shared_ptr<Files> files_;
  uint64_t corrupt_ = 0;
};

}  // namespace dareblopy
