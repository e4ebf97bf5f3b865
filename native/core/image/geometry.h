// Which part of an image becomes a row of the batch, and at what size: fit, crop and flip.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/base/error.h"
#include "core/batch/random.h"
#include "core/image/rect.h"

namespace dareblopy {

/// How the image is brought to the size asked for.
enum class Fit : uint8_t {
  cover,    // keeps its shape, fills the size; what sticks out is cropped (torchvision: Resize +
            // Crop)
  stretch,  // exactly the size, whatever the shape
  pad,      // keeps its shape, fits inside the size; the rest is background
  none,     // not resized; the window is cut at full size
};

/// Where the window sits in what `fit` made.
enum class Crop : uint8_t {
  center,         // torchvision: CenterCrop
  random,         // torchvision: RandomCrop
  random_resized  // torchvision: RandomResizedCrop: a random part of the image is resized; ignores
                  // fit
};

struct GeometryOptions {
  ImageSize size{};
  Fit fit = Fit::cover;
  Crop crop = Crop::center;
  uint32_t resize_to = 0;  // cover: length of the resized image's short side; 0: just covers
  std::array<double, 2> area{0.08, 1.0};  // random_resized: share of the image's area
  std::array<double, 2> ratio{3.0 / 4,
                              4.0 / 3};  // random_resized: width / height, evenly in its logarithm
  double flip_horizontal = 0;            // probability
  double flip_vertical = 0;
  uint64_t salt = 0;
};

/// The whole recipe: the pixels of `source` are resampled to `resized`; of that, `window` is kept,
/// mirrored and inverted as told, and goes to (left, top) of the row.
struct Geometry {
  Rect source{};  // of the image
  ImageSize resized{};
  Rect window{};      // of the resized source
  uint32_t left = 0;  // in the row; other than 0 only for Fit::pad
  uint32_t top = 0;
  bool mirror = false;  // left to right
  bool invert = false;  // top to bottom
};

/// All random choices come from the geometry stream of `key`: draw 0 mirrors, 1 inverts, 2 and 3
/// place the window, 4 on are the attempts of random_resized (four each: area, ratio, top, left).
/// `outside` is the code of the error when the image is smaller than a window that may not be
/// resized.
Result<Geometry> PlanGeometry(ImageSize image, const GeometryOptions& options, uint64_t key,
                              ErrorCode outside);

}  // namespace dareblopy
