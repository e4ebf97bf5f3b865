// Whether reading from somewhere waits for a device: learned from how long reads take.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace dareblopy {

/// A moving mean of the time that reads took. Any thread; updates may be lost.
class WaitMeter {
 public:
  enum class Assumed : uint8_t { quick, unknown, waits };  // before the first reads
  explicit WaitMeter(Assumed assumed = Assumed::unknown)
      : mean_(assumed == Assumed::quick     ? 0
              : assumed == Assumed::unknown ? kUnknown
                                            : kMostCounted) {}
  WaitMeter(const WaitMeter& other) : mean_(other.mean_.load(std::memory_order_relaxed)) {}
  WaitMeter& operator=(const WaitMeter&) = delete;

  /// Whether the next read may wait: whoever must not try to read without waiting, and leave what
  /// would to an I/O thread.
  bool may_wait() const { return mean_.load(std::memory_order_relaxed) > kQuick; }
  /// Whether reads did wait, lately.
  bool seen_to_wait() const { return mean_.load(std::memory_order_relaxed) > kUnknown; }

  /// A read of so many bytes took so long, without decompressing.
  void Note(uint64_t nanos, uint64_t bytes) {
    nanos -= std::min(nanos, bytes);  // a nanosecond each is what copying and checking may take
    const uint32_t mean = mean_.load(std::memory_order_relaxed);
    // A thread that is preempted for some milliseconds must count as one slow read, not as many.
    const auto micros = static_cast<uint32_t>(std::min<uint64_t>(nanos / 1000, kMostCounted));
    if (micros <= kNoWait && mean == 0) return;
    const uint32_t counted = micros <= kNoWait ? 0 : micros;
    const uint32_t step = mean - mean / kWeight + counted / kWeight;
    mean_.store(step < kWeight ? 0 : step, std::memory_order_relaxed);
  }

 private:
  // Microseconds. Handing a read over and taking it back costs some ten.
  static constexpr uint32_t kNoWait = 60;
  static constexpr uint32_t kQuick = 150;
  static constexpr uint32_t kUnknown = 300;
  static constexpr uint32_t kMostCounted = 2500;
  static constexpr uint32_t kWeight = 8;
  std::atomic<uint32_t> mean_;
};

}  // namespace dareblopy
