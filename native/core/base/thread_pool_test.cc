#include "core/base/thread_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace dareblopy {
namespace {

TEST(ThreadPool, RunsEveryItemExactlyOnce) {
  ThreadPool pool(3);
  for (size_t grain : {1, 7, 1000}) {
    std::vector<std::atomic<int>> runs(500);
    ParallelFor(pool, runs.size(), grain, [&](size_t i) { ++runs[i]; });
    for (auto& count : runs) EXPECT_EQ(count, 1);
  }
}

TEST(ThreadPool, AFailedItemDoesNotTakeTheThreadWithIt) {
  ThreadPool pool(2);
  EXPECT_THROW(ParallelFor(pool, 4, 1,
                           [](size_t i) {
                             if (i == 2) throw std::bad_alloc();
                           }),
               std::bad_alloc);
  std::atomic<int> runs{0};
  ParallelFor(pool, 4, 1, [&](size_t) { ++runs; });
  EXPECT_EQ(runs, 4);
}

class CountingJob final : public Job {
 public:
  CountingJob(size_t count, std::atomic<bool>& hold) : Job(count), hold_(hold) {}
  std::atomic<int> runs{0};
  std::atomic<int> finishes{0};
  std::atomic<bool> entered{false};

 protected:
  void Run(size_t) override {
    ++runs;
    entered = true;
    while (hold_) std::this_thread::yield();
  }
  void Fail(size_t, Error) noexcept override {}
  void Finish() noexcept override { ++finishes; }

 private:
  std::atomic<bool>& hold_;
};

TEST(ThreadPool, CancelDropsWhatIsNotClaimedAndFinishesOnce) {
  ThreadPool pool(1);
  std::atomic<bool> hold{true};
  auto running = std::make_shared<CountingJob>(10, hold);
  auto waiting = std::make_shared<CountingJob>(10, hold);
  pool.Submit(running);
  pool.Submit(waiting);
  while (!running->entered) std::this_thread::yield();
  pool.Cancel(waiting);
  EXPECT_EQ(waiting->finishes, 1);
  EXPECT_EQ(waiting->runs, 0);
  pool.Cancel(running);
  EXPECT_EQ(running->finishes, 0) << "one item still runs";
  hold = false;
  while (running->finishes == 0) std::this_thread::yield();
  EXPECT_EQ(running->runs, 1);
  EXPECT_TRUE(running->cancelled());
}

TEST(ThreadPool, ThreadsAreFixedOnceItRuns) {
  ThreadPool pool(1);
  EXPECT_TRUE(pool.SetThreads(2));
  ParallelFor(pool, 1, 1, [](size_t) {});
  EXPECT_FALSE(pool.SetThreads(3));
  EXPECT_EQ(pool.threads(), 2u);
}

}  // namespace
}  // namespace dareblopy
