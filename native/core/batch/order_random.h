// The generator behind every order: sfc32, as docs/order-and-state.md specifies it (section 1) and
// packages/core/src/order/random.ts has it too. Test vectors hold the two together.
#pragma once

#include <bit>
#include <cstdint>

namespace dareblopy {

/// What a sequence is for; the numbers are those of the specification.
enum class OrderStream : uint32_t { shuffle_buffer = 4 };

class OrderRandom {
 public:
  /// `seed` is below 2^53.
  OrderRandom(uint64_t seed, uint32_t epoch, OrderStream stream)
      : a_(static_cast<uint32_t>(seed)),
        b_(static_cast<uint32_t>(seed >> 32)),
        c_(epoch),
        counter_(static_cast<uint32_t>(stream)) {
    for (int i = 0; i < 20; ++i) Next();
  }

  uint32_t Next() {
    const uint32_t result = a_ + b_ + counter_++;
    a_ = b_ ^ (b_ >> 9);
    b_ = c_ + (c_ << 3);
    c_ = std::rotl(c_, 21) + result;
    return result;
  }

  /// 0 to bound - 1, unbiased; `bound` from 1 to 2^32.
  uint64_t Below(uint64_t bound) {
    constexpr uint64_t kAll = uint64_t{1} << 32;
    const uint64_t limit = kAll - kAll % bound;
    uint64_t value = Next();
    while (value >= limit) value = Next();
    return value % bound;
  }

 private:
  uint32_t a_;
  uint32_t b_;
  uint32_t c_;
  uint32_t counter_;
};

}  // namespace dareblopy
