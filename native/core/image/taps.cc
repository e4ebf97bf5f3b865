#include "core/image/taps.h"

#include <algorithm>
#include <cmath>

namespace dareblopy {

namespace {

/// The taps of one output pixel; `weights` has room for Bound() of them.
struct Tap {
  int32_t start = 0;
  int32_t size = 0;
  double* weights = nullptr;

  void Set(int32_t first) {
    start = first;
    size = 0;
  }
  void Add(double weight) { weights[size++] = weight; }
  void SetOnly(int32_t first) {
    Set(first);
    Add(1);
  }
  /// Makes the weights sum to one.
  void Normalize() {
    double sum = 0;
    for (int32_t i = 0; i < size; ++i) sum += weights[i];
    if (sum <= 0) return SetOnly(start);
    for (int32_t i = 0; i < size; ++i) weights[i] /= sum;
  }
};

/// The most taps that one output pixel can have.
size_t Bound(double scale, Resample resample) {
  switch (resample) {
    case Resample::triangle:
      return static_cast<size_t>(2 * std::max(scale, 1.0)) + 3;
    case Resample::area:
      return static_cast<size_t>(std::max(scale, 1.0)) + 3;
    default:
      return 2;
  }
}

int32_t ClampPixel(double position, const Axis& axis) {
  return static_cast<int32_t>(
      std::clamp(position, static_cast<double>(axis.low), static_cast<double>(axis.high - 1)));
}

void Nearest(const Axis& axis, double scale, double index, Tap& tap) {
  tap.SetOnly(ClampPixel(std::floor(axis.begin + (index + 0.5) * scale), axis));
}

/// The pixel at floor(position) and the next, the second weighing `fraction`; both kept inside.
void Between(const Axis& axis, double position, double fraction, Tap& tap) {
  const int32_t left = ClampPixel(position, axis);
  const int32_t right = ClampPixel(position + 1, axis);
  if (left == right) return tap.SetOnly(left);
  tap.Set(left);
  tap.Add(1 - fraction);
  tap.Add(fraction);
}

void Bilinear(const Axis& axis, double scale, double index, Tap& tap) {
  const double center = axis.begin + (index + 0.5) * scale - 0.5;
  const double position = std::floor(center);
  Between(axis, position, center - position, tap);
}

/// As Pillow's precompute_coeffs with its bilinear filter (src/libImaging/Resample.c).
void Triangle(const Axis& axis, double scale, double index, Tap& tap) {
  const double width = std::max(scale, 1.0);  // the tent's half width: its support
  const double center = axis.begin + (index + 0.5) * scale;
  const auto low = static_cast<int32_t>(
      std::max(std::floor(center - width + 0.5), static_cast<double>(axis.low)));
  const auto high = static_cast<int32_t>(
      std::min(std::floor(center + width + 0.5), static_cast<double>(axis.high)));
  tap.Set(std::min(low, axis.high - 1));
  for (int32_t x = tap.start; x < high; ++x)
    tap.Add(std::max(0.0, 1.0 - std::abs((x + 0.5 - center) / width)));
  tap.Normalize();
}

/// Each pixel weighs what the output pixel covers of it. OpenCV's computeResizeAreaTab drops
/// slivers below a thousandth, and so do we.
void Area(const Axis& axis, double scale, double index, Tap& tap) {
  constexpr double kSliver = 1e-3;
  const double from = std::max(axis.begin + index * scale, static_cast<double>(axis.low));
  const double to = std::min(axis.begin + (index + 1) * scale, static_cast<double>(axis.high));
  auto first = static_cast<int32_t>(std::floor(from));
  auto last = static_cast<int32_t>(std::ceil(to));
  if (first + 1 - from <= kSliver && last - first > 1) ++first;
  if (to - (last - 1) <= kSliver && last - first > 1) --last;
  tap.Set(std::clamp(first, axis.low, axis.high - 1));
  for (int32_t x = tap.start; x < std::max(last, tap.start + 1); ++x) {
    tap.Add(std::max(0.0, std::min<double>(x + 1, to) - std::max<double>(x, from)));
  }
  tap.Normalize();
}

/// INTER_AREA where it enlarges: OpenCV blends two pixels only where the output pixel straddles
/// them.
void AreaEnlarging(const Axis& axis, double scale, double index, Tap& tap) {
  const double position = std::floor(axis.begin + index * scale);
  const double fraction = (index + 1) - (position - axis.begin + 1) / scale;
  Between(axis, position, fraction <= 0 ? 0 : fraction - std::floor(fraction), tap);
}

void MakeTap(const Axis& axis, double scale, double index, Resample resample, bool shrinks,
             Tap& tap) {
  switch (resample) {
    case Resample::nearest:
      return Nearest(axis, scale, index, tap);
    case Resample::bilinear:
      return Bilinear(axis, scale, index, tap);
    case Resample::triangle:
      return Triangle(axis, scale, index, tap);
    case Resample::area:
      return shrinks ? Area(axis, scale, index, tap) : AreaEnlarging(axis, scale, index, tap);
  }
}

}  // namespace

int32_t Taps::begin() const { return *std::min_element(starts.begin(), starts.end()); }
int32_t Taps::end() const { return *std::max_element(starts.begin(), starts.end()) + count; }

Taps MakeTaps(const Axis& axis, uint32_t resized, uint32_t first, uint32_t outputs, bool mirror,
              Resample resample, bool shrinks) {
  const double scale = axis.length / resized;
  const size_t bound = Bound(scale, resample);
  std::vector<double> weights(outputs * bound);
  std::vector<Tap> all(outputs);
  Taps taps;
  for (uint32_t i = 0; i < outputs; ++i) {
    const uint32_t index = first + (mirror ? outputs - 1 - i : i);
    all[i].weights = weights.data() + i * bound;
    MakeTap(axis, scale, index, resample, shrinks, all[i]);
    taps.count = std::max(taps.count, all[i].size);
  }
  taps.starts.resize(outputs);
  taps.weights.assign(size_t{outputs} * static_cast<size_t>(taps.count), 0);
  for (uint32_t i = 0; i < outputs; ++i) {
    // Taps of weight 0 at the end must not reach beyond the source: start earlier, zeros first.
    const int32_t start = std::max(std::min(all[i].start, axis.high - taps.count), axis.low);
    taps.starts[i] = start;
    const size_t at =
        size_t{i} * static_cast<size_t>(taps.count) + static_cast<size_t>(all[i].start - start);
    for (int32_t t = 0; t < all[i].size; ++t)
      taps.weights[at + static_cast<size_t>(t)] = static_cast<float>(all[i].weights[t]);
  }
  return taps;
}

}  // namespace dareblopy
