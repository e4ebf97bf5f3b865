#include "core/base/io_threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "core/base/thread_pool.h"

namespace dareblopy {
namespace {

using namespace std::chrono_literals;

TEST(IoThreads, WaitForManyThingsAtOnceButNotForMoreThanTheyMay) {
  std::atomic<int> now{0}, most{0}, done{0};
  {
    IoThreads threads(7);
    for (int i = 0; i < 100; ++i) {
      threads.Submit([&] {
        const int at_once = ++now;
        for (int seen = most; seen < at_once && !most.compare_exchange_weak(seen, at_once);) {
        }
        std::this_thread::sleep_for(1ms);
        --now;
        ++done;
      });
    }
    EXPECT_GT(threads.in_flight(), 0u);
  }
  EXPECT_EQ(done, 100);
  EXPECT_LE(most, 7);
  EXPECT_GT(most, 1);
}

TEST(IoThreads, GrowAndShrinkWhileTheyWork) {
  std::atomic<int> done{0};
  {
    IoThreads threads(1);
    for (int i = 0; i < 50; ++i) {
      threads.Submit([&] { ++done; });
      threads.SetMost(1 + i % 5);
    }
    threads.SetMost(0);
    EXPECT_EQ(threads.most(), 1u) << "one there must be";
  }
  EXPECT_EQ(done, 50);
}

/// Items that wait until they are let go, and then go on.
class WaitingJob final : public Job {
 public:
  explicit WaitingJob(size_t count, bool resumes = true) : Job(count, 8), resumes_(resumes) {}
  std::atomic<bool> hold{true};
  std::atomic<int> begun{0}, waited{0}, resumed{0}, finished{0};

 protected:
  void Run(size_t item) override {
    Await(item, [this] {
      ++begun;
      while (hold) std::this_thread::sleep_for(1ms);
      ++waited;
    });
  }
  void Resume(size_t) override { ++resumed; }
  bool resumes() const override { return resumes_; }
  void Fail(size_t, Error) noexcept override {}
  void Finish() noexcept override { ++finished; }

 private:
  const bool resumes_;
};

template <typename Condition>
void Until(const Condition& condition) {
  while (!condition()) std::this_thread::sleep_for(1ms);
}

TEST(Await, LeavesThePoolsThreadsToOtherJobs) {
  auto& pool = ThreadPool::Shared();
  const auto waiting = std::make_shared<WaitingJob>(20);
  pool.Submit(waiting);
  Until([&] { return waiting->begun == 20; });
  std::atomic<int> runs{0};
  ParallelFor(pool, 100, 1, [&](size_t) { ++runs; });
  EXPECT_EQ(runs, 100);
  EXPECT_EQ(waiting->finished, 0);
  waiting->hold = false;
  Until([&] { return waiting->finished == 1; });
  EXPECT_EQ(waiting->resumed, 20) << "each item goes on once";
}

TEST(Await, IsDoneWhenItHasWaitedWhereNothingGoesOn) {
  const auto job = std::make_shared<WaitingJob>(20, false);
  job->hold = false;
  ThreadPool::Shared().Submit(job);
  Until([&] { return job->finished == 1; });
  EXPECT_EQ(job->waited, 20);
  EXPECT_EQ(job->resumed, 0);
}

TEST(Await, OfAJobThatIsCancelledIsNotWaitedFor) {
  auto& pool = ThreadPool::Shared();
  auto& threads = IoThreads::Shared();
  const size_t most = threads.most();
  threads.SetMost(10);
  const auto job = std::make_shared<WaitingJob>(500);
  pool.Submit(job);
  Until([&] { return job->begun >= 10 && threads.in_flight() >= 490; });
  pool.Cancel(job);
  Until([&] { return job->finished == 1; });  // although all of them still wait
  EXPECT_EQ(job->waited, 0);
  const int begun = job->begun;
  job->hold = false;
  Until([&] { return threads.in_flight() == 0; });
  EXPECT_EQ(job->begun, begun) << "what had not begun does not begin";
  EXPECT_EQ(job->resumed, 0);
  EXPECT_EQ(job->finished, 1);
  threads.SetMost(most);
}

}  // namespace
}  // namespace dareblopy
