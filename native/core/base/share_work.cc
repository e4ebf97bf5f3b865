#include "core/base/share_work.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>

namespace dareblopy {

namespace {

/// Shared with helpers that come when everything is done: what `fn` refers to may be gone then, but
/// they find nothing to claim.
class Shared {
 public:
  Shared(size_t count, std::function<void(size_t)> fn) : count_(count), fn_(std::move(fn)) {}

  void TakePart() noexcept {
    for (size_t i = next_++; i < count_; i = next_++) {
      try {
        fn_(i);
      } catch (...) {  // out of memory
        failed_ = true;
      }
      std::lock_guard lock(mutex_);
      if (++done_ == count_) all_done_.notify_all();
    }
  }
  bool Wait() {
    std::unique_lock lock(mutex_);
    all_done_.wait(lock, [this] { return done_ == count_; });
    return !failed_;
  }

 private:
  const size_t count_;
  const std::function<void(size_t)> fn_;
  std::atomic<size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::condition_variable all_done_;
  size_t done_ = 0;
};

/// An item a helper.
class HelpJob final : public Job {
 public:
  HelpJob(size_t helpers, std::shared_ptr<Shared> shared)
      : Job(helpers), shared_(std::move(shared)) {}

 protected:
  void Run(size_t) override { shared_->TakePart(); }
  void Fail(size_t, Error) noexcept override {}
  void Finish() noexcept override {}

 private:
  std::shared_ptr<Shared> shared_;
};

}  // namespace

bool ShareWork(ThreadPool& pool, size_t count, std::function<void(size_t)> fn) {
  if (count == 0) return true;
  auto shared = std::make_shared<Shared>(count, std::move(fn));
  auto job = std::make_shared<HelpJob>(std::min(count - 1, pool.threads()), shared);
  if (job->count() != 0) pool.Submit(job);
  shared->TakePart();
  if (job->count() != 0) pool.Cancel(job);
  return shared->Wait();
}

}  // namespace dareblopy
