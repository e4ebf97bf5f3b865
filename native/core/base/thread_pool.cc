#include "core/base/thread_pool.h"

#include <algorithm>
#include <utility>

namespace dareblopy {

void Job::RunClaim(size_t begin, size_t end) noexcept {
  for (size_t item = begin; item < end && !cancelled(); ++item) {
    Guard(item, [&] { Run(item); });
  }
}

void Job::Retire(size_t items) noexcept {
  if (items > 0 && left_.fetch_sub(items, std::memory_order_acq_rel) == items) Finish();
}

ThreadPool::~ThreadPool() {
  std::deque<std::shared_ptr<Job>> dropped;
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    dropped = queue_;
  }
  for (const auto& job : dropped) Cancel(job);
  wake_.notify_all();
  for (auto& thread : workers_) thread.join();
}

bool ThreadPool::started() const {
  std::lock_guard lock(mutex_);
  return !workers_.empty();
}

bool ThreadPool::SetThreads(size_t threads) {
  std::lock_guard lock(mutex_);
  if (!workers_.empty()) return false;
  threads_ = std::max<size_t>(threads, 1);
  return true;
}

void ThreadPool::Submit(std::shared_ptr<Job> job) {
  const size_t count = job->count_;
  if (count == 0) {
    job->Finish();
    return;
  }
  job->left_.store(count, std::memory_order_relaxed);
  size_t wake = 0;
  {
    std::lock_guard lock(mutex_);
    if (workers_.empty()) {
      for (size_t i = 0; i < threads_; ++i) workers_.emplace_back([this] { Work(); });
    }
    const size_t claims = (count + job->grain_ - 1) / job->grain_;
    wake = std::min(idle_, claims);
    queue_.push_back(std::move(job));
  }
  for (size_t i = 0; i < wake; ++i) wake_.notify_one();
}

void ThreadPool::Cancel(const std::shared_ptr<Job>& job) {
  size_t dropped = 0;
  job->cancelled_.store(true, std::memory_order_relaxed);
  {
    std::lock_guard lock(mutex_);
    const auto it = std::find(queue_.begin(), queue_.end(), job);
    if (it != queue_.end()) {
      dropped = job->count_ - job->next_;
      job->next_ = job->count_;
      queue_.erase(it);
    }
  }
  job->Retire(dropped);
}

void ThreadPool::Work() {
  for (;;) {
    std::shared_ptr<Job> job;
    size_t begin = 0;
    size_t end = 0;
    {
      std::unique_lock lock(mutex_);
      ++idle_;
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      --idle_;
      if (queue_.empty()) return;  // stopping
      job = queue_.front();
      begin = job->next_;
      end = std::min(begin + job->grain_, job->count_);
      job->next_ = end;
      if (end == job->count_) queue_.pop_front();
    }
    job->RunClaim(begin, end);
    job->Retire(end - begin);
  }
}

ThreadPool& ThreadPool::Shared() {
  static ThreadPool* pool = new ThreadPool(std::thread::hardware_concurrency());
  return *pool;
}

}  // namespace dareblopy
