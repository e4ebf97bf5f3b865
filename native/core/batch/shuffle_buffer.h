// Shuffling what is read in order, by a buffer: docs/order-and-state.md, section 5. The choices
// depend on seed, epoch and capacity alone, so a state is how many items have left; what is in the
// buffer follows.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/batch/order_random.h"

namespace dareblopy {

/// `Push` while not full, then `Swap` for each further item, then `Drain` until empty.
template <typename T>
class ShuffleBuffer {
 public:
  ShuffleBuffer(uint64_t capacity, uint64_t seed, uint32_t epoch)
      : capacity_(capacity < 1 ? 1 : capacity), random_(seed, epoch, OrderStream::shuffle_buffer) {}

  bool full() const { return slots_.size() >= capacity_; }
  bool empty() const { return slots_.empty(); }
  uint64_t capacity() const { return capacity_; }

  void Push(T item) { slots_.push_back(std::move(item)); }
  /// Takes `item` in and gives another out. The buffer is full.
  T Swap(T item) { return std::exchange(slots_[random_.Below(slots_.size())], std::move(item)); }
  /// Gives one out when there are no more to take in; the last one takes its place. The buffer is
  /// not empty.
  T Drain() {
    T& slot = slots_[random_.Below(slots_.size())];
    T out = std::exchange(slot, std::move(slots_.back()));
    slots_.pop_back();
    return out;
  }

 private:
  const uint64_t capacity_;
  OrderRandom random_;
  std::vector<T> slots_;
};

}  // namespace dareblopy
