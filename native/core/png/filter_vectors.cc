// The filters by SSE2 or NEON: the channels of a pixel side by side, and where a row has to wait
// for the pixel before, a second row in the other half of the register.
#if defined(__x86_64__) || defined(__aarch64__)

#include <algorithm>
#include <cstring>

#include "core/png/filter_portable.h"
#include "core/png/words8.h"

namespace dareblopy::png::vectors {

extern const FilterKernels kKernels;  // filter.cc

namespace {

/// The predictors that need the pixel before. a: before, b: above, c: above and before.
struct Paeth {
  static Words8 Of(Words8 a, Words8 b, Words8 c) {
    const Words8 pa = b - c;
    const Words8 pb = a - c;
    const Words8 pc = (pa + pb).Abs();
    const Words8 least = pa.Abs().Min(pb.Abs()).Min(pc);
    return least.Choose(pa.Abs(), a, least.Choose(pb.Abs(), b, c));
  }
};
struct Average {
  static Words8 Of(Words8 a, Words8 b, Words8) { return (a + b).Half(); }
};
struct Sub {
  static Words8 Of(Words8 a, Words8, Words8) { return a; }
};

template <size_t kStep>
Words8 LoadPixel(const uint8_t* at) {
  return kStep <= 4 ? Words8::Load4(at) : Words8::Load8(at);
}

/// Writes what is beyond the pixel, too: it is the next one, which the caller has loaded.
template <size_t kStep>
void StoreWide(uint8_t* at, uint64_t bytes) {
  std::memcpy(at, &bytes, kStep <= 4 ? 4 : 8);
}

template <size_t kStep, typename Predictor>
void One(uint8_t* row, const uint8_t* above, size_t size) {
  Words8 a = Words8::Zero();
  Words8 c = Words8::Zero();
  const size_t pixels = size / kStep;
  Words8 raw = LoadPixel<kStep>(row);
  for (size_t x = 0; x + 1 < pixels; ++x) {
    const Words8 next = LoadPixel<kStep>(row + (x + 1) * kStep);
    const Words8 b = LoadPixel<kStep>(above + x * kStep);
    a = raw.AddBytes(Predictor::Of(a, b, c));
    c = b;
    StoreWide<kStep>(row + x * kStep, a.Bytes());
    raw = next;
  }
  const size_t last = (pixels - 1) * kStep;
  const uint64_t bytes = raw.AddBytes(Predictor::Of(a, LoadPixel<kStep>(above + last), c)).Bytes();
  std::memcpy(row + last, &bytes, kStep);
}

/// Pixel x of the first row beside pixel x - 1 of the second, whose `above` has just been made.
template <size_t kStep, typename Predictor>
void Two(const Predictor& predictor, uint8_t* first, uint8_t* second, const uint8_t* above,
         size_t size) {
  const size_t pixels = size / kStep;
  Words8 a = Words8::Zero();
  Words8 c = Words8::Zero();
  Words8 raw = LoadPixel<kStep>(first);
  for (size_t x = 0; x < pixels; ++x) {
    const size_t at = x * kStep;
    // The second half of the first step is void, and must leave zeros before the second row.
    const Words8 b = Words8::Halves(LoadPixel<kStep>(above + at), a);
    const Words8 made = raw.AddBytes(predictor.Of(a, b, c));
    a = x == 0 ? Words8::Halves(made, Words8::Zero()) : made;
    c = b;
    const Words8 low = x + 1 < pixels ? LoadPixel<kStep>(first + at + kStep) : Words8::Zero();
    raw = Words8::Halves(low, LoadPixel<kStep>(second + at));
    const uint64_t bytes = made.Bytes();
    const auto top = static_cast<uint32_t>(bytes);
    const auto bottom = static_cast<uint32_t>(bytes >> 32);
    if (x + 1 < pixels) {
      std::memcpy(first + at, &top, 4);
    } else {
      std::memcpy(first + at, &top, kStep);
    }
    if (x > 0) std::memcpy(second + at - kStep, &bottom, kStep);
  }
  const Words8 b = Words8::Halves(Words8::Zero(), a);
  const uint64_t bytes = raw.AddBytes(predictor.Of(a, b, c)).Bytes();
  const auto bottom = static_cast<uint32_t>(bytes >> 32);
  std::memcpy(second + size - kStep, &bottom, kStep);
}

/// A predictor of its own for each half.
class Mixed {
 public:
  Mixed(Filter first, Filter second)
      : sub_(Mask(first, second, kSub)),
        average_(Mask(first, second, kAverage)),
        paeth_(Mask(first, second, kPaeth)) {}
  Words8 Of(Words8 a, Words8 b, Words8 c) const {
    return (Sub::Of(a, b, c) & sub_) | (Average::Of(a, b, c) & average_) |
           (Paeth::Of(a, b, c) & paeth_);
  }

 private:
  static Words8 Mask(Filter first, Filter second, Filter which) {
    return Words8::Of(first == which ? -1 : 0, second == which ? -1 : 0);
  }
  Words8 sub_, average_, paeth_;
};

template <size_t kStep>
void PairOf(Filter first, Filter second, uint8_t* rows, size_t stride, const uint8_t* above,
            size_t size) {
  uint8_t* below = rows + stride;
  if (first == kPaeth && second == kPaeth) {
    return Two<kStep>(Paeth{}, rows, below, above, size);
  }
  if (first == kSub && second == kSub) return Two<kStep>(Sub{}, rows, below, above, size);
  if (first == kAverage && second == kAverage) {
    return Two<kStep>(Average{}, rows, below, above, size);
  }
  Two<kStep>(Mixed(first, second), rows, below, above, size);
}

void Pair(Filter first, Filter second, size_t step, uint8_t* rows, size_t stride,
          const uint8_t* above, size_t size) {
  if (step == 3) return PairOf<3>(first, second, rows, stride, above, size);
  PairOf<4>(first, second, rows, stride, above, size);
}

template <size_t kStep>
void RowOf(Filter filter, uint8_t* row, const uint8_t* above, size_t size) {
  switch (filter) {
    case kSub:
      return One<kStep, Sub>(row, above, size);
    case kAverage:
      return One<kStep, Average>(row, above, size);
    default:
      return One<kStep, Paeth>(row, above, size);
  }
}

void Row(Filter filter, size_t step, uint8_t* row, const uint8_t* above, size_t size) {
  if (filter == kNone || filter == kUp || step < 3) {
    return portable::Row(filter, step, row, above, size);
  }
  switch (step) {
    case 3:
      return RowOf<3>(filter, row, above, size);
    case 4:
      return RowOf<4>(filter, row, above, size);
    case 6:
      return RowOf<6>(filter, row, above, size);
    default:
      return RowOf<8>(filter, row, above, size);
  }
}

}  // namespace

const FilterKernels kKernels = {"vectors", Row, Pair};

}  // namespace dareblopy::png::vectors

#endif
