// Random choices of a row, drawn from its 64-bit key alone: never from the thread, the batch or the
// order of decoding. Counter-based, so that a draw does not depend on which others were made.
//
// The generator is part of the documented format (docs/jpeg.md) and does not change between
// releases:
//   mix(x)            SplitMix64's finaliser (Steele, Lea, Flood 2014)
//   draw(key, s, i) = mix(mix(key + (s + 1) * G) + (i + 1) * G),  G = 0x9E3779B97F4A7C15
#pragma once

#include <cstdint>

namespace dareblopy {

/// What a draw is for. Streams are independent: more draws from one do not shift another.
enum class RandomStream : uint64_t { geometry = 0, color = 1 };

inline constexpr uint64_t kGoldenGamma = 0x9E3779B97F4A7C15u;

inline uint64_t Mix64(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

class RowRandom {
 public:
  /// `salt` other than 0 gives other choices for the same key: two views of one image.
  RowRandom(uint64_t key, RandomStream stream, uint64_t salt = 0)
      : base_(Mix64((salt == 0 ? key : Mix64(key ^ Mix64(salt))) +
                    (static_cast<uint64_t>(stream) + 1) * kGoldenGamma)) {}

  /// Draw number `index`, 64 bits.
  uint64_t Bits(uint64_t index) const { return Mix64(base_ + (index + 1) * kGoldenGamma); }
  /// In [0, 1), a multiple of 2^-53.
  double Unit(uint64_t index) const { return static_cast<double>(Bits(index) >> 11) * 0x1p-53; }
  double Between(uint64_t index, double low, double high) const {
    return low + Unit(index) * (high - low);
  }
  /// In [0, count); `count` at least 1. The high half of a 64 by 64 bit product.
  uint64_t Below(uint64_t index, uint64_t count) const {
    const uint64_t bits = Bits(index);
    const uint64_t low = (bits & 0xFFFFFFFFu) * (count & 0xFFFFFFFFu);
    const uint64_t mid1 = (bits >> 32) * (count & 0xFFFFFFFFu) + (low >> 32);
    const uint64_t mid2 = (bits & 0xFFFFFFFFu) * (count >> 32) + (mid1 & 0xFFFFFFFFu);
    return (bits >> 32) * (count >> 32) + (mid1 >> 32) + (mid2 >> 32);
  }

 private:
  uint64_t base_;
};

}  // namespace dareblopy
