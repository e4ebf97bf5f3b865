// A piece of work for the thread pool: many independent items.
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <new>
#include <vector>

#include "core/base/error.h"

namespace dareblopy {

class ThreadPool;

/// `count` items that may run in any order on any thread.
class Job : public std::enable_shared_from_this<Job> {
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
  /// As Run, on the thread that submitted the job and helps with it (ThreadPool::Help). That thread
  /// must not wait: false, with nothing done, where the item is long or would wait for a device.
  virtual bool TryRun(size_t /*item*/) { return false; }
  /// From Run: item `item` is not done yet. `wait`, which must not throw, runs on an I/O thread,
  /// and Resume(item) on a thread of the pool after it. A job that is cancelled meanwhile does not
  /// wait for it, and what has not begun does not begin: `wait` may use nothing but what the job
  /// owns.
  void Await(size_t item, std::function<void()> wait);
  /// The rest of an item that Await was called for. Pool thread.
  virtual void Resume(size_t /*item*/) {}
  /// Whether Resume does anything: else an item is done when it has waited.
  virtual bool resumes() const { return false; }
  /// Calls `work`, which does item `item`; what it throws fails the item.
  template <typename Work>
  void Guard(size_t item, const Work& work) noexcept;
  /// An exception left Run(item), which only running out of memory should cause.
  virtual void Fail(size_t item, Error error) noexcept = 0;
  /// Called exactly once, when no item is running and none will run any more (done or cancelled).
  /// On a pool thread, or on the one that called Help or Cancel. The pool forgets the job after it.
  virtual void Finish() noexcept = 0;

 private:
  friend class ThreadPool;

  /// Items [begin, end), for the thread that claimed them alone.
  struct Claim {
    size_t begin = 0, end = 0;
    bool resumed = false;  // its one item goes on after Await
    bool empty() const { return begin == end; }
  };

  bool TryRunGuarded(size_t item) noexcept;
  /// Takes `items` off the number left; whoever takes the last one finishes the job.
  void Retire(size_t items) noexcept;

  const size_t count_;
  const size_t grain_;
  std::atomic<size_t> left_{0};
  std::atomic<bool> cancelled_{false};

  // Guarded by the pool's mutex.
  size_t next_ = 0;   // the first item that was not claimed
  size_t ready_ = 0;  // items before this one may be claimed
  Claim returned_;    // claimed by the helper and given back
  bool queued_ = false;
  ThreadPool* pool_ = nullptr;
  uint64_t number_ = 0;          // in the order of submission
  size_t awaited_ = 0;           // items that wait on I/O threads
  std::vector<size_t> resumed_;  // and those that have waited
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

}  // namespace dareblopy
