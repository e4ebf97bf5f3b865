// ParallelFor's definition; include core/base/thread_pool.h.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <new>

#include "core/base/thread_pool.h"

namespace dareblopy {

namespace internal {

class ParallelForJob final : public Job {
 public:
  ParallelForJob(size_t count, size_t grain, std::function<void(size_t)> fn)
      : Job(count, grain), fn_(std::move(fn)) {}
  /// Whether no item failed.
  bool Wait() {
    std::unique_lock lock(mutex_);
    done_changed_.wait(lock, [this] { return done_; });
    return !failed_;
  }

 protected:
  void Run(size_t item) override { fn_(item); }
  void Fail(size_t, Error) noexcept override { failed_ = true; }
  void Finish() noexcept override {
    std::lock_guard lock(mutex_);
    done_ = true;
    done_changed_.notify_all();
  }

 private:
  std::function<void(size_t)> fn_;
  std::mutex mutex_;
  std::condition_variable done_changed_;
  bool done_ = false;
  std::atomic<bool> failed_{false};
};

}  // namespace internal

template <typename Fn>
void ParallelFor(ThreadPool& pool, size_t count, size_t grain, Fn&& fn) {
  if (count == 0) return;
  auto job = std::make_shared<internal::ParallelForJob>(count, grain, std::forward<Fn>(fn));
  pool.Submit(job);
  if (!job->Wait()) throw std::bad_alloc();
}

}  // namespace dareblopy
