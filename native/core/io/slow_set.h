// For tests: a source that answers late, or not before it is told to, and breaks where it is told
// to.
#pragma once

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "core/base/checked.h"
#include "core/io/no_wait.h"
#include "core/io/source_set.h"

namespace dareblopy {

class SlowSet final : public SourceSet {
 public:
  SlowSet(uint64_t items, uint64_t bytes, std::chrono::microseconds delay)
      : items_(items), bytes_(bytes), delay_(delay) {}

  /// The byte at `offset` of an item.
  static uint8_t At(uint64_t index, uint64_t offset) {
    return static_cast<uint8_t>((index * 131 + offset) * 2654435761U >> 13);
  }
  /// Reads that reach it fail with EIO.
  std::optional<uint64_t> broken_at;
  std::atomic<int> reads{0}, reading{0}, most_reading{0};

  /// Reads that begin from now on do not return before Release.
  void Hold() {
    std::lock_guard lock(mutex_);
    held_ = true;
  }
  void Release() {
    std::lock_guard lock(mutex_);
    held_ = false;
    released_.notify_all();
  }

  uint64_t count() const override { return items_; }
  std::string Name(uint64_t index) const override { return "item " + std::to_string(index); }
  Result<uint64_t> Size(uint64_t) const override { return bytes_; }
  std::optional<uint64_t> KnownSize(uint64_t) const override { return bytes_; }
  Status Read(uint64_t index, MutableBytes out) const override { return ReadRange(index, 0, out); }
  Status ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const override {
    if (NoWait::Active()) return WouldWaitError();
    return const_cast<SlowSet*>(this)->ReadSlowly(index, begin, out);
  }

 private:
  Status ReadSlowly(uint64_t index, uint64_t begin, MutableBytes out) {
    ++reads;
    const int now = ++reading;
    for (int most = most_reading; most < now && !most_reading.compare_exchange_weak(most, now);) {
    }
    std::this_thread::sleep_for(delay_);
    {
      std::unique_lock lock(mutex_);
      released_.wait(lock, [this] { return !held_; });
    }
    --reading;
    if (!RangeFits(begin, out.size(), bytes_)) {
      return Error{ErrorCode::IO_TRUNCATED, "the item ends", Name(index)};
    }
    if (broken_at && *broken_at >= begin && *broken_at < begin + out.size()) {
      Error error = SystemError(EIO, "cannot read", Name(index));
      error.offset = *broken_at;
      return error;
    }
    for (size_t i = 0; i < out.size(); ++i) out[i] = At(index, begin + i);
    return {};
  }

  const uint64_t items_, bytes_;
  const std::chrono::microseconds delay_;
  std::mutex mutex_;
  std::condition_variable released_;
  bool held_ = false;
};

}  // namespace dareblopy
