#include "core/base/thread_pool.h"

#include <algorithm>
#include <utility>

#include "core/base/io_threads.h"

namespace dareblopy {

void Job::RunClaim(size_t begin, size_t end) noexcept {
  for (size_t item = begin; item < end && !cancelled(); ++item) {
    Guard(item, [&] { Run(item); });
  }
}

bool Job::TryRunGuarded(size_t item) noexcept {
  bool done = true;  // also when it fails
  Guard(item, [&] { done = TryRun(item); });
  return done;
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

size_t ThreadPool::idle() const {
  std::lock_guard lock(mutex_);
  if (workers_.empty()) return threads_;
  // With nothing queued, who is on the way to the queue or back from a job that is done is free,
  // too.
  return queue_.empty() ? threads_ - busy_ : idle_ - waking_;
}

bool ThreadPool::SetThreads(size_t threads) {
  std::lock_guard lock(mutex_);
  if (!workers_.empty()) return false;
  threads_ = std::max<size_t>(threads, 1);
  return true;
}

void ThreadPool::Submit(const std::shared_ptr<Job>& job, size_t ready) {
  const size_t count = job->count_;
  if (count == 0) {
    job->Finish();
    return;
  }
  job->left_.store(count, std::memory_order_relaxed);
  {
    std::lock_guard lock(mutex_);
    job->pool_ = this;
    job->number_ = ++submitted_;
  }
  Publish(job, ready);
}

void ThreadPool::Publish(const std::shared_ptr<Job>& job, size_t ready, bool wake) {
  {
    std::lock_guard lock(mutex_);
    if (job->cancelled() || ready <= job->ready_) return;
    job->ready_ = ready;
    Enqueue(job);
  }
  if (wake) WakeFor(*job);
}

void ThreadPool::Enqueue(const std::shared_ptr<Job>& job) {
  if (std::exchange(job->queued_, true)) return;
  auto after = queue_.end();  // where a new job goes; one that comes back goes before younger ones
  while (after != queue_.begin() && (*std::prev(after))->number_ > job->number_) --after;
  queue_.insert(after, job);
}

void ThreadPool::Dequeue(Job& job) {
  if (!std::exchange(job.queued_, false)) return;
  queue_.erase(std::ranges::find(queue_, &job, [](const auto& queued) { return queued.get(); }));
}

// As many idle threads as there are claims to be had.
void ThreadPool::WakeFor(const Job& job) {
  size_t wake = 0;
  {
    std::lock_guard lock(mutex_);
    if (!job.queued_) return;
    if (workers_.empty()) {
      for (size_t i = 0; i < threads_; ++i) workers_.emplace_back([this] { Work(); });
    }
    const size_t claims = (job.ready_ - job.next_ + job.grain_ - 1) / job.grain_;
    wake = std::min(idle_ - waking_, claims + !job.returned_.empty() + job.resumed_.size());
    waking_ += wake;
  }
  for (size_t i = 0; i < wake; ++i) wake_.notify_one();
}

Job::Claim ThreadPool::ClaimFrom(Job& job, bool resumed) {
  Job::Claim claim = std::exchange(job.returned_, {});
  if (claim.empty() && resumed && !job.resumed_.empty()) {
    const size_t item = job.resumed_.back();
    job.resumed_.pop_back();
    claim = {item, item + 1, true};
  }
  if (claim.empty()) {
    claim = {job.next_, std::min(job.next_ + job.grain_, job.ready_)};
    job.next_ = claim.end;
  }
  if (job.next_ == job.ready_ && job.resumed_.empty()) Dequeue(job);
  return claim;
}

bool ThreadPool::Help(const std::shared_ptr<Job>& job,
                      std::chrono::steady_clock::time_point until) {
  while (std::chrono::steady_clock::now() < until) {
    Job::Claim claim;
    {
      std::lock_guard lock(mutex_);
      claim = ClaimFrom(*job, false);
    }
    if (claim.empty()) return true;
    const size_t begin = claim.begin;
    while (!claim.empty() && (job->cancelled() || job->TryRunGuarded(claim.begin))) {
      ++claim.begin;
    }
    if (!claim.empty()) claim.begin = Return(job, claim);
    job->Retire(claim.begin - begin);
    if (!claim.empty()) break;
  }
  WakeFor(*job);
  return false;
}

// Gives a claim back to the pool's threads. The answer is the first item that they will do: none
// when the job was cancelled meanwhile.
size_t ThreadPool::Return(const std::shared_ptr<Job>& job, Job::Claim claim) {
  std::lock_guard lock(mutex_);
  if (job->cancelled()) return claim.end;
  job->returned_ = claim;
  Enqueue(job);
  return claim.begin;
}

void ThreadPool::Cancel(const std::shared_ptr<Job>& job) {
  size_t dropped = 0;
  job->cancelled_.store(true, std::memory_order_relaxed);
  {
    std::lock_guard lock(mutex_);
    const Job::Claim returned = std::exchange(job->returned_, {});
    dropped = job->count_ - job->next_ + returned.end - returned.begin;
    dropped += std::exchange(job->awaited_, 0) + job->resumed_.size();
    job->resumed_.clear();
    job->next_ = job->ready_ = job->count_;
    Dequeue(*job);
  }
  job->Retire(dropped);
}

void Job::Await(size_t item, std::function<void()> wait) {
  pool_->Await(*this, item, std::move(wait));
}

void ThreadPool::Await(Job& job, size_t item, std::function<void()> wait) {
  const auto work = [this, job = job.shared_from_this(), item, wait = std::move(wait)] {
    if (!job->cancelled()) wait();
    Resume(job, item);
  };
  {
    std::lock_guard lock(mutex_);
    if (job.cancelled()) return;
    ++job.awaited_;
    job.left_.fetch_add(1, std::memory_order_relaxed);  // its claim ends, and retires it once
  }
  try {
    IoThreads::Shared().Submit(work);
  } catch (const std::bad_alloc&) {
    work();
  }
}

void ThreadPool::Resume(const std::shared_ptr<Job>& job, size_t item) {
  {
    std::lock_guard lock(mutex_);
    if (job->cancelled()) return;  // Cancel has retired it
    --job->awaited_;
    if (job->resumes()) {
      job->resumed_.push_back(item);
      Enqueue(job);
    }
  }
  if (job->resumes()) {
    WakeFor(*job);
  } else {
    job->Retire(1);
  }
}

void ThreadPool::Work() {
  for (;;) {
    std::shared_ptr<Job> job;
    Job::Claim claim;
    {
      std::unique_lock lock(mutex_);
      while (queue_.empty() && !stopping_) {
        ++idle_;
        wake_.wait(lock);
        --idle_;
        if (waking_ > 0) --waking_;
      }
      if (queue_.empty()) return;  // stopping
      job = queue_.front();
      claim = ClaimFrom(*job);
      ++busy_;
    }
    if (claim.resumed) {
      job->Guard(claim.begin, [&] { job->Resume(claim.begin); });
    } else {
      job->RunClaim(claim.begin, claim.end);
    }
    --busy_;  // before the job is done: whoever waited for it may ask at once
    job->Retire(claim.end - claim.begin);
  }
}

ThreadPool& ThreadPool::Shared() {
  static ThreadPool* pool = new ThreadPool(std::thread::hardware_concurrency());
  return *pool;
}

}  // namespace dareblopy
