// The process's own pool of threads. Work arrives as jobs of many independent items; threads claim
// the next few items of the oldest job, so one slow item never holds the others back, and jobs
// overlap.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/job.h"

namespace dareblopy {

class ThreadPool {
 public:
  explicit ThreadPool(size_t threads) : threads_(threads < 1 ? 1 : threads) {}
  /// Waits for claimed items; unclaimed jobs are cancelled.
  ~ThreadPool();

  /// Queues the job. Threads start with the first one.
  void Submit(const std::shared_ptr<Job>& job) { Submit(job, job->count()); }
  /// As above, for a job whose items from `ready` on are not prepared yet: see Publish.
  void Submit(const std::shared_ptr<Job>& job, size_t ready);
  /// Lets threads claim the items before `ready`, and wakes some unless `wake` is false: for a job
  /// so small that who calls Help next may well do it alone.
  void Publish(const std::shared_ptr<Job>& job, size_t ready, bool wake = true);
  /// The calling thread, which submitted the job, takes part in it until nothing is left to claim
  /// (true), an item would have to wait, or `until` has passed.
  bool Help(const std::shared_ptr<Job>& job, std::chrono::steady_clock::time_point until);
  /// Marks the job cancelled and drops its unclaimed items; items that run see `cancelled()`.
  void Cancel(const std::shared_ptr<Job>& job);
  /// See Job::Await.
  void Await(Job& job, size_t item, std::function<void()> wait);
  size_t threads() const { return threads_; }
  bool started() const;
  /// Threads that have nothing to do at the moment; all of them before they are started.
  size_t idle() const;
  /// Sets the number of threads; false once the pool runs.
  bool SetThreads(size_t threads);

  /// The one pool of the process. It is never destroyed: at exit its threads may still be running.
  static ThreadPool& Shared();

 private:
  void Work();
  size_t Return(const std::shared_ptr<Job>& job, Job::Claim claim);
  void WakeFor(const Job& job);
  // With the mutex held.
  Job::Claim ClaimFrom(Job& job, bool resumed = true);
  void Resume(const std::shared_ptr<Job>& job, size_t item);
  void Enqueue(const std::shared_ptr<Job>& job);
  void Dequeue(Job& job);

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::shared_ptr<Job>> queue_;  // the jobs that have something to claim, oldest first
  uint64_t submitted_ = 0;
  size_t threads_;
  size_t idle_ = 0;               // threads that wait
  size_t waking_ = 0;             // of those, the ones that were told to go on and have not yet
  std::atomic<size_t> busy_ = 0;  // threads that run a claim
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

/// Runs fn(0..count) on the pool and waits: for native code that is already off the JavaScript
/// thread or that JavaScript waits for anyway. Must not be called from a pool thread.
template <typename Fn>
void ParallelFor(ThreadPool& pool, size_t count, size_t grain, Fn&& fn);

}  // namespace dareblopy

#include "core/base/parallel_for.h"
