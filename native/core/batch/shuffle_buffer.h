// Shuffling what is read in order, by a buffer. The order is specified (docs/tfrecord.md) and
// depends on the seed, the buffer's capacity and the number of items alone:
//
//   The buffer takes the first `capacity` items into its slots, in order. Then, for k = 0, 1, ...:
//   with n slots full, slot r = Below(k, n) is drawn; its item is the next one out; the slot takes
//   the next item, or, when there are no more, the item of the last slot, which is then gone.
//
// Below(k, n) is RowRandom's, of key `seed` and stream `order`: so the state is (seed, k), and what
// is in the buffer follows from it: a checkpoint is three numbers however large the buffer is.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/batch/random.h"

namespace dareblopy {

/// Slots of T. `Push` while not full, then `Swap` for each further item, then `Drain` until empty.
template <typename T>
class ShuffleBuffer {
 public:
  ShuffleBuffer(uint64_t capacity, uint64_t seed)
      : capacity_(capacity < 1 ? 1 : capacity), random_(seed, RandomStream::order) {}

  bool full() const { return slots_.size() >= capacity_; }
  bool empty() const { return slots_.empty(); }
  uint64_t capacity() const { return capacity_; }
  /// Items given out so far.
  uint64_t drawn() const { return drawn_; }

  void Push(T item) { slots_.push_back(std::move(item)); }
  /// Takes `item` in and gives another out. The buffer is full.
  T Swap(T item) {
    const uint64_t slot = Draw();
    return std::exchange(slots_[slot], std::move(item));
  }
  /// Gives one out when there are no more to take in. The buffer is not empty.
  T Drain() {
    const uint64_t slot = Draw();
    T out = std::exchange(slots_[slot], std::move(slots_.back()));
    slots_.pop_back();
    return out;
  }

 private:
  uint64_t Draw() { return random_.Below(drawn_++, slots_.size()); }

  const uint64_t capacity_;
  const RowRandom random_;
  uint64_t drawn_ = 0;
  std::vector<T> slots_;
};

}  // namespace dareblopy
