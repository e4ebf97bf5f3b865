// Threads that wait for devices, so that the pool's need not: a read over a network holds one of
// these up, and the pool's threads decode meanwhile what has arrived. They are made as they are
// needed, up to a bound, and end when there is nothing to do for some seconds.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>

namespace dareblopy {

class IoThreads {
 public:
  /// Reads of 50 ms and three round trips a file need some 500 to keep two cores decoding. One that
  /// waits costs its stack's first pages.
  static constexpr size_t kDefaultMost = 512;

  explicit IoThreads(size_t most = kDefaultMost) : most_(most < 1 ? 1 : most) {}
  /// Waits for all work.
  ~IoThreads();
  IoThreads(const IoThreads&) = delete;
  IoThreads& operator=(const IoThreads&) = delete;

  /// Runs `work`, which must not throw, on one of the threads, in the order of submission.
  void Submit(std::function<void()> work);
  /// How many there may be. Those above it end when they have nothing to do.
  void SetMost(size_t most);
  size_t most() const;
  /// Work that was submitted and is not done.
  size_t in_flight() const;

  /// The process's own. Never destroyed: at exit its threads may still wait for a device.
  static IoThreads& Shared();

 private:
  bool StartThread();
  void Work();

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable ended_;
  std::deque<std::function<void()>> queue_;
  size_t most_;
  size_t threads_ = 0;
  size_t idle_ = 0;
  bool stopping_ = false;
};

}  // namespace dareblopy
