#include "core/image/geometry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/image/orientation.h"

namespace dareblopy {
namespace {

Geometry Plan(ImageSize image, const GeometryOptions& options, uint64_t key = 0) {
  auto plan = PlanGeometry(image, options, key, ErrorCode::JPEG_REGION_OUTSIDE);
  EXPECT_TRUE(plan.ok());
  return plan.value();
}

TEST(GeometryTest, CoverIsTorchvisionsResizeAndCenterCrop) {
  // Resize(256) of 500x375 is 341x256; CenterCrop(224): round(117 / 2) = 58 (to even), 16.
  const Geometry plan = Plan({500, 375}, {.size = {224, 224}, .resize_to = 256});
  EXPECT_EQ(plan.resized, (ImageSize{341, 256}));
  EXPECT_EQ(plan.window, (Rect{58, 16, 224, 224}));
  EXPECT_EQ(Plan({375, 500}, {.size = {224, 224}, .resize_to = 256}).resized,
            (ImageSize{256, 341}));
  EXPECT_EQ(Plan({500, 375}, {.size = {224, 224}}).resized, (ImageSize{298, 224}));
}

TEST(GeometryTest, CoverNeverFallsShort) {
  for (uint32_t width = 1; width < 60; width += 3) {
    for (uint32_t height = 1; height < 60; height += 7) {
      for (const ImageSize size : {ImageSize{31, 17}, ImageSize{8, 40}, ImageSize{1, 1}}) {
        const Geometry plan = Plan({width, height}, {.size = size});
        EXPECT_TRUE(RectFits(plan.window, plan.resized));
        EXPECT_TRUE(plan.resized.width == size.width || plan.resized.height == size.height);
      }
    }
  }
}

TEST(GeometryTest, PadFitsInsideAndMirrorsItsPlace) {
  const Geometry plan = Plan({100, 50}, {.size = {40, 41}, .fit = Fit::pad});
  EXPECT_EQ(plan.resized, (ImageSize{40, 20}));
  EXPECT_EQ(plan.top, 10u);  // round(21 / 2) to even
  const Geometry inverted =
      Plan({100, 50}, {.size = {40, 41}, .fit = Fit::pad, .flip_vertical = 1});
  EXPECT_EQ(inverted.top, 11u);
}

TEST(GeometryTest, RandomWindowsReachEveryPlace) {
  std::vector<int> seen(5 * 4);
  for (uint64_t key = 0; key < 4000; ++key) {
    const Geometry plan =
        Plan({24, 13}, {.size = {20, 10}, .fit = Fit::none, .crop = Crop::random}, key);
    ASSERT_TRUE(RectFits(plan.window, plan.resized));
    ++seen[plan.window.y * 5 + plan.window.x];
  }
  for (int count : seen) EXPECT_NEAR(count, 200, 70);
}

TEST(GeometryTest, RandomResizedKeepsAreaAndRatio) {
  double mean_area = 0;
  constexpr int kKeys = 30000;
  for (uint64_t key = 0; key < kKeys; ++key) {
    const Geometry plan = Plan({400, 300}, {.size = {64, 64}, .crop = Crop::random_resized}, key);
    ASSERT_TRUE(RectFits(plan.source, {400, 300}));
    EXPECT_EQ(plan.resized, (ImageSize{64, 64}));
    const double area = plan.source.width * plan.source.height / 120000.0;
    const double ratio = static_cast<double>(plan.source.width) / plan.source.height;
    EXPECT_GE(area, 0.075);
    EXPECT_LE(ratio, 4.0 / 3 * 1.02);
    EXPECT_GE(ratio, 3.0 / 4 * 0.98);
    mean_area += area / kKeys;
  }
  // A simulation of torchvision's get_params on 400x300 gives 0.4326.
  EXPECT_NEAR(mean_area, 0.4326, 0.006);
}

TEST(GeometryTest, RandomResizedFallsBackToTheMiddle) {
  const Geometry plan =
      Plan({1000, 10}, {.size = {8, 8}, .crop = Crop::random_resized, .area = {1, 1}});
  EXPECT_EQ(plan.source, (Rect{493, 0, 13, 10}));
}

TEST(GeometryTest, FlipsAreDrawnApartFromWindows) {
  const GeometryOptions still{.size = {8, 8}, .fit = Fit::none, .crop = Crop::random};
  GeometryOptions flipping = still;
  flipping.flip_horizontal = 0.5;
  int mirrored = 0;
  for (uint64_t key = 0; key < 1000; ++key) {
    const Geometry plan = Plan({40, 40}, flipping, key);
    EXPECT_EQ(plan.window, Plan({40, 40}, still, key).window);
    mirrored += plan.mirror ? 1 : 0;
  }
  EXPECT_NEAR(mirrored, 500, 60);
}

TEST(OrientationTest, RectanglesFollowThePixels) {
  const ImageSize stored{5, 3};
  for (uint8_t exif = 1; exif <= 8; ++exif) {
    const Orientation orientation = OrientationFromExif(exif);
    const ImageSize upright = orientation.Upright(stored);
    std::vector<uint8_t> pixels(15);
    for (size_t i = 0; i < pixels.size(); ++i) pixels[i] = static_cast<uint8_t>(i);
    std::vector<uint8_t> turned(15);
    TurnUpright(pixels.data(), 5, stored, 1, orientation, turned.data());
    for (uint32_t y = 0; y < upright.height; ++y) {
      for (uint32_t x = 0; x < upright.width; ++x) {
        const Rect from = ToStored({x, y, 1, 1}, upright, orientation);
        EXPECT_EQ(turned[y * upright.width + x], pixels[from.y * 5 + from.x]) << int{exif};
      }
    }
  }
}

/// Quantiles 0.05, 0.25, 0.5, 0.75 and 0.95 of 100,000 parts of a 640x427 image as torchvision
/// 0.29's RandomResizedCrop.get_params draws them.
TEST(GeometryTest, RandomPartsAreDistributedAsTorchvisions) {
  struct Measure {
    const char* name;
    double (*of)(const Rect&);
    std::array<double, 5> quantiles;
    double tolerance;
  };
  const Measure measures[] = {
      {"area",
       [](const Rect& r) { return r.width * double{1} * r.height / (640 * 427); },
       {0.1089, 0.2287, 0.3794, 0.5307, 0.7239},
       0.006},
      {"log ratio",
       [](const Rect& r) { return std::log(double{1} * r.width / r.height); },
       {-0.2477, -0.1054, 0.0464, 0.174, 0.2656},
       0.006},
      {"x", [](const Rect& r) { return double{1} * r.x; }, {14, 69, 143, 232, 359}, 4},
      {"y", [](const Rect& r) { return double{1} * r.y; }, {1, 14, 40, 88, 178}, 3},
      {"width", [](const Rect& r) { return double{1} * r.width; }, {172, 248, 320, 393, 491}, 4},
      {"height", [](const Rect& r) { return double{1} * r.height; }, {172, 249, 320, 378, 418}, 4}};
  constexpr size_t kDraws = 100000;
  for (const Measure& measure : measures) {
    std::vector<double> values;
    for (uint64_t key = 0; key < kDraws; ++key) {
      const GeometryOptions options{.size = {64, 64}, .crop = Crop::random_resized};
      values.push_back(measure.of(Plan({640, 427}, options, key).source));
    }
    std::sort(values.begin(), values.end());
    const double shares[] = {0.05, 0.25, 0.5, 0.75, 0.95};
    for (size_t i = 0; i < 5; ++i) {
      EXPECT_NEAR(values[static_cast<size_t>(shares[i] * kDraws)], measure.quantiles[i],
                  measure.tolerance)
          << measure.name << " at " << shares[i];
    }
  }
}

}  // namespace
}  // namespace dareblopy
