// How long a thread has spent decompressing, so that whoever asked it to read can tell inflating
// from reading without the readers in between handing times through.
#pragma once

#include <chrono>
#include <cstdint>

namespace dareblopy {

/// Counts its own life as time in which the calling thread decompressed.
class InflateTimer {
 public:
  InflateTimer() : start_(std::chrono::steady_clock::now()) {}
  ~InflateTimer() {
    const auto life = std::chrono::steady_clock::now() - start_;
    nanos_ +=
        static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(life).count());
  }
  InflateTimer(const InflateTimer&) = delete;
  InflateTimer& operator=(const InflateTimer&) = delete;

  /// Nanoseconds that the calling thread has decompressed so far: look before and after.
  static uint64_t ThreadNanos() { return nanos_; }

 private:
  inline static thread_local uint64_t nanos_ = 0;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace dareblopy
