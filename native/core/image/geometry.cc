#include "core/image/geometry.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace dareblopy {

namespace {

enum Draw : uint64_t { kMirror = 0, kInvert = 1, kLeft = 2, kTop = 3, kAttempts = 4 };

/// floor(length * numerator / denominator), at least 1: torchvision's int().
uint32_t ScaleDown(uint32_t length, uint32_t numerator, uint32_t denominator) {
  const uint64_t scaled = uint64_t{length} * numerator / denominator;
  return static_cast<uint32_t>(std::clamp<uint64_t>(scaled, 1, UINT32_MAX));
}

/// The smallest size of the image's shape that covers `size`.
ImageSize Cover(ImageSize image, ImageSize size) {
  const bool wider = uint64_t{image.width} * size.height >= uint64_t{size.width} * image.height;
  if (wider)
    return {std::max(size.width, ScaleDown(image.width, size.height, image.height)), size.height};
  return {size.width, std::max(size.height, ScaleDown(image.height, size.width, image.width))};
}

/// The largest size of the image's shape inside `size`.
ImageSize Inside(ImageSize image, ImageSize size) {
  const bool wider = uint64_t{image.width} * size.height >= uint64_t{size.width} * image.height;
  if (wider)
    return {size.width, std::min(size.height, ScaleDown(image.height, size.width, image.width))};
  return {std::min(size.width, ScaleDown(image.width, size.height, image.height)), size.height};
}

/// torchvision's Resize(short): the long side is int(short * long / short_side).
ImageSize ResizeShortSide(ImageSize image, uint32_t target) {
  if (image.width <= image.height) return {target, ScaleDown(image.height, target, image.width)};
  return {ScaleDown(image.width, target, image.height), target};
}

/// Half of the room, to the even number where it is not whole: Python's round(), so torchvision's
/// CenterCrop.
uint32_t Center(uint32_t room) { return static_cast<uint32_t>(std::nearbyint(room / 2.0)); }

/// torchvision's RandomResizedCrop.get_params.
Rect RandomPart(ImageSize image, const GeometryOptions& options, const RowRandom& random) {
  constexpr uint64_t kTries = 10;
  const double width = image.width;
  const double height = image.height;
  const double log_low = std::log(options.ratio[0]);
  const double log_high = std::log(options.ratio[1]);
  for (uint64_t attempt = 0; attempt < kTries; ++attempt) {
    const uint64_t draw = kAttempts + 4 * attempt;
    const double area = width * height * random.Between(draw, options.area[0], options.area[1]);
    const double ratio = std::exp(random.Between(draw + 1, log_low, log_high));
    const double w = std::nearbyint(std::sqrt(area * ratio));
    const double h = std::nearbyint(std::sqrt(area / ratio));
    if (w < 1 || h < 1 || w > width || h > height) continue;
    Rect part{0, 0, static_cast<uint32_t>(w), static_cast<uint32_t>(h)};
    part.y = static_cast<uint32_t>(random.Below(draw + 2, image.height - part.height + 1));
    part.x = static_cast<uint32_t>(random.Below(draw + 3, image.width - part.width + 1));
    return part;
  }
  // No luck: the largest part in the middle whose shape is allowed.
  Rect part{0, 0, image.width, image.height};
  const double shape = width / height;
  if (shape < options.ratio[0]) {
    part.height =
        static_cast<uint32_t>(std::clamp(std::nearbyint(width / options.ratio[0]), 1.0, height));
  } else if (shape > options.ratio[1]) {
    part.width =
        static_cast<uint32_t>(std::clamp(std::nearbyint(height * options.ratio[1]), 1.0, width));
  }
  part.x = (image.width - part.width) / 2;
  part.y = (image.height - part.height) / 2;
  return part;
}

ImageSize ResizedSize(ImageSize image, const GeometryOptions& options) {
  switch (options.fit) {
    case Fit::cover:
      return options.resize_to == 0 ? Cover(image, options.size)
                                    : ResizeShortSide(image, options.resize_to);
    case Fit::stretch:
      return options.size;
    case Fit::pad:
      return Inside(image, options.size);
    case Fit::none:
      return image;
  }
  return image;
}

}  // namespace

Result<Geometry> PlanGeometry(ImageSize image, const GeometryOptions& options, uint64_t key,
                              ErrorCode outside) {
  const RowRandom random(key, RandomStream::geometry, options.salt);
  Geometry plan;
  plan.mirror = options.flip_horizontal > 0 && random.Unit(kMirror) < options.flip_horizontal;
  plan.invert = options.flip_vertical > 0 && random.Unit(kInvert) < options.flip_vertical;
  const ImageSize size = options.size;
  if (options.crop == Crop::random_resized) {
    plan.source = RandomPart(image, options, random);
    plan.resized = size;
    plan.window = {0, 0, size.width, size.height};
    return plan;
  }
  plan.source = {0, 0, image.width, image.height};
  plan.resized = ResizedSize(image, options);
  if (options.fit == Fit::pad) {
    plan.window = {0, 0, plan.resized.width, plan.resized.height};
    const uint32_t left = Center(size.width - plan.resized.width);
    const uint32_t top = Center(size.height - plan.resized.height);
    plan.left = plan.mirror ? size.width - plan.resized.width - left : left;
    plan.top = plan.invert ? size.height - plan.resized.height - top : top;
    return plan;
  }
  if (plan.resized.width < size.width || plan.resized.height < size.height) {
    return Error{
        .code = outside,
        .message = "The image is smaller than the window that is cut from it",
        .expected = std::to_string(size.width) + "x" + std::to_string(size.height) + " or more",
        .actual = std::to_string(plan.resized.width) + "x" + std::to_string(plan.resized.height)};
  }
  const uint32_t room_x = plan.resized.width - size.width;
  const uint32_t room_y = plan.resized.height - size.height;
  const bool anywhere = options.crop == Crop::random;
  plan.window = {
      anywhere ? static_cast<uint32_t>(random.Below(kLeft, uint64_t{room_x} + 1)) : Center(room_x),
      anywhere ? static_cast<uint32_t>(random.Below(kTop, uint64_t{room_y} + 1)) : Center(room_y),
      size.width, size.height};
  return plan;
}

}  // namespace dareblopy
