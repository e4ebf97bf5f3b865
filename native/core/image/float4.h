// Four floats at a time, in what every CPU of a family has: no dispatch. Each operation rounds by
// itself, so all give the same bits.
#pragma once

#if defined(__x86_64__)
#include <xmmintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#else
#include <algorithm>
#endif

namespace dareblopy {

#if defined(__x86_64__)

struct Float4 {
  __m128 v;
  static Float4 Of(float value) { return {_mm_set1_ps(value)}; }
  static Float4 Load(const float* from) { return {_mm_loadu_ps(from)}; }
  void Store(float* to) const { _mm_storeu_ps(to, v); }
  Float4 operator+(Float4 o) const { return {_mm_add_ps(v, o.v)}; }
  Float4 operator*(Float4 o) const { return {_mm_mul_ps(v, o.v)}; }
  /// Of numbers, not NaNs.
  Float4 Clamp(Float4 low, Float4 high) const { return {_mm_min_ps(_mm_max_ps(v, low.v), high.v)}; }
};

#elif defined(__aarch64__)

struct Float4 {
  float32x4_t v;
  static Float4 Of(float value) { return {vdupq_n_f32(value)}; }
  static Float4 Load(const float* from) { return {vld1q_f32(from)}; }
  void Store(float* to) const { vst1q_f32(to, v); }
  Float4 operator+(Float4 o) const { return {vaddq_f32(v, o.v)}; }
  Float4 operator*(Float4 o) const { return {vmulq_f32(v, o.v)}; }
  /// Of numbers, not NaNs.
  Float4 Clamp(Float4 low, Float4 high) const { return {vminq_f32(vmaxq_f32(v, low.v), high.v)}; }
};

#else

struct Float4 {
  float v[4];
  static Float4 Of(float value) { return {{value, value, value, value}}; }
  static Float4 Load(const float* from) { return {{from[0], from[1], from[2], from[3]}}; }
  void Store(float* to) const { std::copy(v, v + 4, to); }
  Float4 operator+(Float4 o) const {
    for (int i = 0; i < 4; ++i) o.v[i] = v[i] + o.v[i];
    return o;
  }
  Float4 operator*(Float4 o) const {
    for (int i = 0; i < 4; ++i) o.v[i] = v[i] * o.v[i];
    return o;
  }
  /// Of numbers, not NaNs.
  Float4 Clamp(Float4 low, Float4 high) const {
    for (int i = 0; i < 4; ++i) high.v[i] = std::min(std::max(v[i], low.v[i]), high.v[i]);
    return high;
  }
};

#endif

}  // namespace dareblopy
