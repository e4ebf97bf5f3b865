// The weights of one axis of a resize: which source pixels make each output pixel, and how much.
#pragma once

#include <cstdint>
#include <vector>

namespace dareblopy {

enum class Resample : uint8_t {
  nearest,   // Pillow's NEAREST, torch's nearest-exact: the pixel under the output pixel's centre
  bilinear,  // OpenCV's INTER_LINEAR, torch's bilinear without antialias: the two pixels around the
             // centre
  triangle,  // Pillow's BILINEAR, torch's bilinear with antialias: a tent as wide as the reduction
  area,      // OpenCV's INTER_AREA: the mean of the pixels covered
};

/// One axis of the source as the resize sees it.
struct Axis {
  double begin = 0;  // the interval that is resized, in source pixels; need not be whole
  double length = 0;
  int32_t low = 0;  // pixels that may be looked at: [low, high)
  int32_t high = 0;
};

/// For output pixel i: sum over t of weights[i * count + t] * source[starts[i] + t]. Every output
/// pixel has the same number of taps; those that it does not need weigh 0.
struct Taps {
  int32_t count = 0;
  std::vector<int32_t> starts;
  std::vector<float> weights;
  int32_t begin() const;  // first source pixel that any output looks at
  int32_t end() const;    // one past the last
};

/// Taps of the output pixels [first, first + outputs) of `axis` resized to `resized` pixels, in
/// reverse order when `mirror`. `shrinks`: whether both axes of the resize reduce, which `area`
/// depends on.
Taps MakeTaps(const Axis& axis, uint32_t resized, uint32_t first, uint32_t outputs, bool mirror,
              Resample resample, bool shrinks);

}  // namespace dareblopy
