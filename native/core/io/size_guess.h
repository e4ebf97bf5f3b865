// How large the next file of many will be at most, likely: by those that were read before.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace dareblopy {

class SizeGuess {
 public:
  /// In bytes.
  size_t expected() const { return expected_.load(std::memory_order_relaxed); }
  /// A file had that size. Any thread; notes may be lost.
  void Note(size_t size) {
    const size_t expected = expected_.load(std::memory_order_relaxed);
    if (size > kMost || (size <= expected && expected <= kLeast)) return;
    // Larger ones count at once, smaller ones by and by.
    const size_t next = size > expected ? size + size / 4 : expected - (expected - size) / 64;
    expected_.store(std::clamp(next, kLeast, kMost), std::memory_order_relaxed);
  }

 private:
  static constexpr size_t kLeast = size_t{16} << 10;
  static constexpr size_t kMost = size_t{1} << 20;  // one more round trip costs nothing beside more
  std::atomic<size_t> expected_{size_t{64} << 10};
};

}  // namespace dareblopy
