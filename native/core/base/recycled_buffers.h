// Memory that goes from thread to thread: what one thread fills and another lets go of. Touching
// fresh pages costs more than copying into warm ones.
#pragma once

#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

#include "core/base/buffer.h"

namespace dareblopy {

class RecycledBuffers {
 public:
  /// Keeps at most `count` buffers of at most `bytes` each.
  RecycledBuffers(size_t count, size_t bytes) : most_(count), most_bytes_(bytes) {
    buffers_.reserve(count);
  }
  /// An empty buffer, with the memory of an earlier one where there is any.
  Buffer Take() {
    std::lock_guard lock(mutex_);
    if (buffers_.empty()) return {};
    Buffer buffer = std::move(buffers_.back());
    buffers_.pop_back();
    return buffer;
  }
  void Give(Buffer buffer) {
    if (buffer.capacity() == 0 || buffer.capacity() > most_bytes_) return;
    buffer.Resize(0);
    std::lock_guard lock(mutex_);
    if (buffers_.size() < most_) buffers_.push_back(std::move(buffer));
  }

 private:
  const size_t most_;
  const size_t most_bytes_;
  std::mutex mutex_;
  std::vector<Buffer> buffers_;
};

}  // namespace dareblopy
