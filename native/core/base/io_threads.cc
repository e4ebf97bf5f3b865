#include "core/base/io_threads.h"

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>

namespace dareblopy {

namespace {

constexpr auto kIdle = std::chrono::seconds(5);

}  // namespace

IoThreads::~IoThreads() {
  std::unique_lock lock(mutex_);
  stopping_ = true;
  wake_.notify_all();
  ended_.wait(lock, [this] { return threads_ == 0; });
}

void IoThreads::Submit(std::function<void()> work) {
  {
    std::lock_guard lock(mutex_);
    queue_.push_back(std::move(work));
    if (queue_.size() <= idle_ || threads_ >= most_ || StartThread() || threads_ > 0) {
      wake_.notify_one();
      return;
    }
    work = std::move(queue_.back());
    queue_.pop_back();
  }
  work();  // the system gives us not a single thread
}

bool IoThreads::StartThread() {
  try {
    std::thread([this] { Work(); }).detach();
  } catch (const std::system_error&) {
    return false;
  }
  ++threads_;
  return true;
}

void IoThreads::Work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (!queue_.empty()) {
      auto work = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      work();
      work = nullptr;  // what it held goes before the lock comes
      lock.lock();
      continue;
    }
    if (stopping_ || threads_ > most_) break;
    ++idle_;
    const bool woken = wake_.wait_for(lock, kIdle) == std::cv_status::no_timeout;
    --idle_;
    if (!woken && queue_.empty()) break;
  }
  --threads_;
  ended_.notify_all();
}

void IoThreads::SetMost(size_t most) {
  std::lock_guard lock(mutex_);
  most_ = std::max<size_t>(most, 1);
  wake_.notify_all();
}

size_t IoThreads::most() const {
  std::lock_guard lock(mutex_);
  return most_;
}

size_t IoThreads::in_flight() const {
  std::lock_guard lock(mutex_);
  return queue_.size() + threads_ - idle_;
}

IoThreads& IoThreads::Shared() {
  static auto* threads = new IoThreads;
  return *threads;
}

}  // namespace dareblopy
