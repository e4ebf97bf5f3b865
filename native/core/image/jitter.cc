#include "core/image/jitter.h"

#include <algorithm>
#include <utility>

#include "core/batch/random.h"
#include "core/image/float4.h"

namespace dareblopy {

namespace {

enum JitterDraw : uint64_t { kBrightness = 0, kContrast = 1, kSaturation = 2 };

bool Varies(const JitterOptions::Interval& interval) {
  return interval[0] != 1 || interval[1] != 1;
}

/// The planes of one image by colour.
struct Colors {
  float* red;
  float* green;
  float* blue;
};

constexpr size_t kLanes = 4;
constexpr size_t kBlock = 64;  // vectors summed in single precision

Float4 Clamp(Float4 value) { return value.Clamp(Float4::Of(0), Float4::Of(255)); }

Float4 Luma(Float4 red, Float4 green, Float4 blue) {
  return red * Float4::Of(0.2989f) + green * Float4::Of(0.587f) + blue * Float4::Of(0.114f);
}

/// Brightness of a multiple of four pixels; answers the sum of luma that comes of it.
double Brighten(const Colors& colors, size_t pixels, float brightness) {
  const Float4 factor = Float4::Of(brightness);
  const auto brighten = [&factor](float* at) {
    const Float4 value = Clamp(Float4::Load(at) * factor);
    value.Store(at);
    return value;
  };
  double total = 0;
  for (size_t i = 0; i < pixels;) {
    const size_t end = std::min(pixels, i + kBlock * kLanes);
    Float4 sum = Float4::Of(0);
    for (; i < end; i += kLanes) {
      sum = sum +
            Luma(brighten(colors.red + i), brighten(colors.green + i), brighten(colors.blue + i));
    }
    float lanes[kLanes];
    sum.Store(lanes);
    for (float lane : lanes) total += lane;
  }
  return total;
}

/// Contrast and saturation of a multiple of four pixels.
void Blend(const Colors& colors, size_t pixels, float mean, const JitterFactors& factors) {
  const Float4 contrast = Float4::Of(factors.contrast);
  const Float4 gray = Float4::Of((1 - factors.contrast) * mean);
  const Float4 saturation = Float4::Of(factors.saturation);
  const Float4 rest = Float4::Of(1 - factors.saturation);
  const auto load = [&](const float* at) { return Clamp(Float4::Load(at) * contrast + gray); };
  for (size_t i = 0; i < pixels; i += kLanes) {
    const Float4 red = load(colors.red + i);
    const Float4 green = load(colors.green + i);
    const Float4 blue = load(colors.blue + i);
    const Float4 luma = Luma(red, green, blue) * rest;
    Clamp(red * saturation + luma).Store(colors.red + i);
    Clamp(green * saturation + luma).Store(colors.green + i);
    Clamp(blue * saturation + luma).Store(colors.blue + i);
  }
}

void JitterColors(const Colors& colors, size_t pixels, const JitterFactors& factors) {
  // The last pixels, where they are not four, go aside, followed by black, which adds no luma.
  const size_t whole = pixels / kLanes * kLanes;
  float ends[3][kLanes] = {};
  const Colors end{ends[0], ends[1], ends[2]};
  float* const planes[] = {colors.red, colors.green, colors.blue};
  for (size_t c = 0; c < 3; ++c) std::copy(planes[c] + whole, planes[c] + pixels, ends[c]);
  const double sum =
      Brighten(colors, whole, factors.brightness) + Brighten(end, kLanes, factors.brightness);
  const auto mean = static_cast<float>(sum / static_cast<double>(pixels));
  Blend(colors, whole, mean, factors);
  Blend(end, kLanes, mean, factors);
  for (size_t c = 0; c < 3; ++c) std::copy_n(ends[c], pixels - whole, planes[c] + whole);
}

/// A grey image is its own luma.
void JitterGray(float* values, size_t pixels, const JitterFactors& factors) {
  const auto clamp = [](float value) { return std::clamp(value, 0.0f, 255.0f); };
  double total = 0;
  for (size_t i = 0; i < pixels; ++i) {
    values[i] = clamp(values[i] * factors.brightness);
    total += values[i];
  }
  const auto mean = static_cast<float>(total / static_cast<double>(pixels));
  const float gray = (1 - factors.contrast) * mean;
  for (size_t i = 0; i < pixels; ++i) values[i] = clamp(values[i] * factors.contrast + gray);
}

}  // namespace

bool JitterOptions::any() const {
  return Varies(brightness) || Varies(contrast) || Varies(saturation);
}

JitterFactors JitterOptions::Draw(uint64_t key, uint64_t salt) const {
  const RowRandom random(key, RandomStream::color, salt);
  const auto factor = [&random](uint64_t draw, const Interval& interval) {
    return static_cast<float>(random.Between(draw, interval[0], interval[1]));
  };
  return {.brightness = factor(kBrightness, brightness),
          .contrast = factor(kContrast, contrast),
          .saturation = factor(kSaturation, saturation)};
}

void Jitter(float* planes, size_t plane, size_t pixels, PixelFormat format,
            const JitterFactors& factors) {
  if (factors.none() || format == PixelFormat::cmyk || pixels == 0) return;
  if (format == PixelFormat::gray) return JitterGray(planes, pixels, factors);
  Colors colors{planes, planes + plane, planes + 2 * plane};
  const bool backwards = format == PixelFormat::bgr || format == PixelFormat::bgra;
  if (backwards) std::swap(colors.red, colors.blue);
  JitterColors(colors, pixels, factors);
}

}  // namespace dareblopy
