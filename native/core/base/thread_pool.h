// The process's own pool of threads. Work arrives as jobs of many independent items; threads claim
// the next few items of the oldest job, so one slow item never holds the others back, and jobs
// overlap.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <new>
#include <thread>
#include <vector>

#include "core/base/error.h"

namespace dareblopy {

class ThreadPool;

/// `count` items that may run in any order on any thread.
class Job {
 public:
  /// `grain`: how many items a thread claims at a time (1 for expensive items).
  explicit Job(size_t count, size_t grain = 1) : count_(count), grain_(grain < 1 ? 1 : grain) {}
  virtual ~Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  size_t count() const { return count_; }
  /// Whether the job was cancelled: long items look at it between steps and return early.
  bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }
  const std::atomic<bool>* cancel_flag() const { return &cancelled_; }

 protected:
  /// Does item `item`. Pool thread.
  virtual void Run(size_t item) = 0;
  /// Does the items that a thread has claimed, but those left when the job is cancelled. Pool
  /// thread.
  virtual void RunClaim(size_t begin, size_t end) noexcept;
  /// Calls `work`, which does item `item`; what it throws fails the item.
  template <typename Work>
  void Guard(size_t item, const Work& work) noexcept;
  /// An exception left Run(item), which only running out of memory should cause. Pool thread.
  virtual void Fail(size_t item, Error error) noexcept = 0;
  /// Called exactly once, when no item is running and none will run any more (done or cancelled).
  /// On a pool thread, or on the one that called Cancel. The pool forgets the job after it.
  virtual void Finish() noexcept = 0;

 private:
  friend class ThreadPool;
  /// Takes `items` off the number left; whoever takes the last one finishes the job.
  void Retire(size_t items) noexcept;

  const size_t count_;
  const size_t grain_;
  size_t next_ = 0;  // guarded by the pool's mutex
  std::atomic<size_t> left_{0};
  std::atomic<bool> cancelled_{false};
};

template <typename Work>
void Job::Guard(size_t item, const Work& work) noexcept {
  try {
    work();
  } catch (const std::bad_alloc&) {
    Fail(item, Error{ErrorCode::OUT_OF_MEMORY, "out of memory"});
  } catch (const std::exception& e) {
    Fail(item, Error{ErrorCode::OUT_OF_MEMORY, e.what()});  // std::length_error and its kin
  }
}

class ThreadPool {
 public:
  explicit ThreadPool(size_t threads) : threads_(threads < 1 ? 1 : threads) {}
  /// Waits for claimed items; unclaimed jobs are cancelled.
  ~ThreadPool();

  /// Queues the job. Threads start with the first one.
  void Submit(std::shared_ptr<Job> job);
  /// Marks the job cancelled and drops its unclaimed items; items that run see `cancelled()`.
  void Cancel(const std::shared_ptr<Job>& job);
  size_t threads() const { return threads_; }
  bool started() const;
  /// Sets the number of threads; false once the pool runs.
  bool SetThreads(size_t threads);

  /// The one pool of the process. It is never destroyed: at exit its threads may still be running.
  static ThreadPool& Shared();

 private:
  void Work();

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::shared_ptr<Job>> queue_;
  size_t threads_;
  size_t idle_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

/// Runs fn(0..count) on the pool and waits: for native code that is already off the JavaScript
/// thread or that JavaScript waits for anyway. Must not be called from a pool thread.
template <typename Fn>
void ParallelFor(ThreadPool& pool, size_t count, size_t grain, Fn&& fn);

}  // namespace dareblopy

#include "core/base/parallel_for.h"
