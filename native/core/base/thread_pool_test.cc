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

// Whoever waits for a job may hand in the next one, which asks, before the thread is back at the
// queue.
TEST(ThreadPool, AThreadIsIdleAsSoonAsItsJobIsDone) {
  class Asking final : public Job {
   public:
    explicit Asking(ThreadPool& pool) : Job(1), pool_(pool) {}
    std::atomic<size_t> running{0};
    std::atomic<size_t> done{0};

   protected:
    void Run(size_t) override { running = pool_.idle(); }
    void Fail(size_t, Error) noexcept override {}
    void Finish() noexcept override { done = pool_.idle(); }

   private:
    ThreadPool& pool_;
  };
  ThreadPool pool(2);
  for (int i = 0; i < 100; ++i) {
    const auto job = std::make_shared<Asking>(pool);
    pool.Submit(job);
    while (job->done == 0) std::this_thread::yield();
    EXPECT_EQ(job->running, 1);
    EXPECT_EQ(job->done, 2);
  }
}

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

// Items that are long are left to the pool's threads.
class SharedJob final : public Job {
 public:
  SharedJob(size_t count, size_t grain, size_t first_long)
      : Job(count, grain), runs(count), first_long_(first_long) {}
  std::vector<std::atomic<int>> runs;
  std::atomic<int> tried{0};
  std::atomic<int> finishes{0};

 protected:
  void Run(size_t item) override { ++runs[item]; }
  bool TryRun(size_t item) override {
    if (item >= first_long_) return false;
    ++runs[item];
    ++tried;
    return true;
  }
  void Fail(size_t, Error) noexcept override {}
  void Finish() noexcept override { ++finishes; }

 private:
  const size_t first_long_;
};

auto Soon() { return std::chrono::steady_clock::now() + std::chrono::seconds(10); }

TEST(ThreadPool, TheSubmittingThreadDoesASmallJobAlone) {
  ThreadPool pool(2);
  auto job = std::make_shared<SharedJob>(4, 4, 4);
  pool.Submit(job, 0);
  pool.Publish(job, 4, false);
  EXPECT_TRUE(pool.Help(job, Soon()));
  EXPECT_EQ(job->tried, 4);
  EXPECT_EQ(job->finishes, 1);
  EXPECT_FALSE(pool.started());
}

TEST(ThreadPool, AHelperGivesBackWhatIsLong) {
  for (size_t first_long : {0, 1, 6, 8}) {
    ThreadPool pool(1);
    auto job = std::make_shared<SharedJob>(9, 4, first_long);
    pool.Submit(job, 0);
    pool.Publish(job, 9, false);
    EXPECT_FALSE(pool.Help(job, Soon()));
    while (job->finishes == 0) std::this_thread::yield();
    for (auto& runs : job->runs) EXPECT_EQ(runs, 1);
    EXPECT_EQ(job->tried, static_cast<int>(first_long));
  }
}

TEST(ThreadPool, ItemsRunAsTheyArePublished) {
  ThreadPool pool(2);
  auto job = std::make_shared<SharedJob>(100, 4, 50);
  pool.Submit(job, 0);
  for (size_t ready : {1, 30, 100}) {
    pool.Publish(job, ready);
    pool.Help(job, Soon());
  }
  while (job->finishes == 0) std::this_thread::yield();
  for (auto& runs : job->runs) EXPECT_EQ(runs, 1);
}

TEST(ThreadPool, CancelDropsWhatIsNotPublishedToo) {
  ThreadPool pool(1);
  auto job = std::make_shared<SharedJob>(100, 1, 0);
  pool.Submit(job, 0);
  pool.Cancel(job);
  EXPECT_EQ(job->finishes, 1);
  pool.Publish(job, 100);
  EXPECT_TRUE(pool.Help(job, Soon()));
  EXPECT_EQ(job->finishes, 1);
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
