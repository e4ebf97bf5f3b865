// Where in its record a value was met, for the guess that the next record has it there, too
// (batch/decoder.h, DirectPart).
#pragma once

#include <atomic>
#include <cstdint>

#include "core/base/bytes.h"

namespace dareblopy::tfrecord {

/// A hint that threads share, never a truth.
class LastPlace {
 public:
  /// The offset, where it was the same several times running; else 0.
  uint64_t Expected() const {
    const uint64_t seen = seen_.load(std::memory_order_relaxed);
    return seen % kSure == kSure - 1 ? seen / kSure : 0;
  }

  void Remember(Bytes value, Bytes record) const {
    const uint64_t offset = static_cast<uint64_t>(reinterpret_cast<uintptr_t>(value.data()) -
                                                  reinterpret_cast<uintptr_t>(record.data()));
    if (offset > ~uint64_t{0} / kSure) return;  // parts that were joined elsewhere
    const uint64_t seen = seen_.load(std::memory_order_relaxed);
    const bool again = seen / kSure == offset;
    if (again && seen % kSure == kSure - 1) return;
    seen_.store(offset * kSure + (again ? seen % kSure + 1 : 0), std::memory_order_relaxed);
  }

 private:
  // A wrong guess costs a second read: only an offset that was met several times running is one.
  static constexpr uint64_t kSure = 4;

  mutable std::atomic<uint64_t> seen_{0};  // the offset, and how often it was met
};

}  // namespace dareblopy::tfrecord
