// What the floors share: a round for each line read, answered with its milliseconds, and the same
// work on several threads.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

template <typename Work>
void AnswerRounds(const Work& work) {
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - begin;
    std::cout << taken.count() << std::endl;
  }
}

/// work(i) for 0..count on so many threads, the calling one among them.
template <typename Work>
void OnThreads(size_t threads, size_t count, const Work& work) {
  std::atomic<size_t> next{0};
  const auto loop = [&] {
    for (size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> others;
  for (size_t i = 1; i < threads; ++i) others.emplace_back(loop);
  loop();
  for (auto& other : others) other.join();
}
