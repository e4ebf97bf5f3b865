// Reading a range from its start to its end. Where that turns out to wait for a device, I/O threads
// read ahead of the reader: more of them as long as it still finds itself waiting.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/base/io_threads.h"
#include "core/io/source_range.h"

namespace dareblopy {

/// One reader at a time.
class AheadReader {
 public:
  static constexpr size_t kChunk = size_t{1} << 20;
  static constexpr size_t kMostAhead = 16;  // chunks

  explicit AheadReader(SourceRange range, IoThreads& threads = IoThreads::Shared());
  /// Threads that are at a chunk finish it; nobody waits for them.
  ~AheadReader();
  AheadReader(AheadReader&&) noexcept;

  /// Fills some of `out` (not empty) from its start and says how much; 0 is the end.
  Result<size_t> Read(MutableBytes out);
  /// Goes on `bytes` later, or at the end. What lies between may be read all the same.
  void Skip(uint64_t bytes);
  /// Of the next byte, in the range.
  uint64_t offset() const { return offset_; }
  const SourceRange& range() const { return range_; }
  /// Whether reading was seen to wait.
  bool waits() const { return chunks_ != nullptr; }

 private:
  struct Chunk;
  class Chunks;

  Result<size_t> ReadNow(MutableBytes out);

  SourceRange range_;
  IoThreads* threads_;
  uint64_t offset_ = 0;
  std::shared_ptr<Chunks> chunks_;  // null while nothing has to be waited for
};

}  // namespace dareblopy
