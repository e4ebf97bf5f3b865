// Eight 16-bit numbers at a time, in what every CPU of a family has (SSE2, NEON).
#pragma once

#if defined(__x86_64__)
#include <emmintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#include <cstdint>
#include <cstring>

namespace dareblopy::png {

#if defined(__x86_64__)

struct Words8 {
  __m128i v;
  static Words8 Zero() { return {_mm_setzero_si128()}; }
  static Words8 Of(int16_t low, int16_t high) {
    return {_mm_unpacklo_epi64(_mm_set1_epi16(low), _mm_set1_epi16(high))};
  }
  /// Four bytes at `at` in the lower half; eight.
  static Words8 Load4(const uint8_t* at) {
    int32_t bytes = 0;
    std::memcpy(&bytes, at, 4);
    return {_mm_unpacklo_epi8(_mm_cvtsi32_si128(bytes), _mm_setzero_si128())};
  }
  static Words8 Load8(const uint8_t* at) {
    return {_mm_unpacklo_epi8(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(at)),
                              _mm_setzero_si128())};
  }
  uint64_t Bytes() const {
    return static_cast<uint64_t>(_mm_cvtsi128_si64(_mm_packus_epi16(v, v)));
  }
  /// The lower halves of both.
  static Words8 Halves(Words8 low, Words8 high) { return {_mm_unpacklo_epi64(low.v, high.v)}; }
  Words8 operator+(Words8 o) const { return {_mm_add_epi16(v, o.v)}; }
  Words8 operator-(Words8 o) const { return {_mm_sub_epi16(v, o.v)}; }
  Words8 operator&(Words8 o) const { return {_mm_and_si128(v, o.v)}; }
  Words8 operator|(Words8 o) const { return {_mm_or_si128(v, o.v)}; }
  Words8 AddBytes(Words8 o) const { return {_mm_add_epi8(v, o.v)}; }
  Words8 Half() const { return {_mm_srli_epi16(v, 1)}; }
  Words8 Abs() const { return {_mm_max_epi16(v, _mm_sub_epi16(_mm_setzero_si128(), v))}; }
  Words8 Min(Words8 o) const { return {_mm_min_epi16(v, o.v)}; }
  /// `yes` where this equals `o`, else `no`.
  Words8 Choose(Words8 o, Words8 yes, Words8 no) const {
    const __m128i same = _mm_cmpeq_epi16(v, o.v);
    return {_mm_or_si128(_mm_and_si128(same, yes.v), _mm_andnot_si128(same, no.v))};
  }
};

#elif defined(__aarch64__)

struct Words8 {
  int16x8_t v;
  static Words8 Zero() { return {vdupq_n_s16(0)}; }
  static Words8 Of(int16_t low, int16_t high) {
    return {vcombine_s16(vdup_n_s16(low), vdup_n_s16(high))};
  }
  static Words8 Load4(const uint8_t* at) {
    uint32_t bytes = 0;
    std::memcpy(&bytes, at, 4);
    return {vreinterpretq_s16_u16(vmovl_u8(vcreate_u8(bytes)))};
  }
  static Words8 Load8(const uint8_t* at) { return {vreinterpretq_s16_u16(vmovl_u8(vld1_u8(at)))}; }
  uint64_t Bytes() const { return vget_lane_u64(vreinterpret_u64_u8(vqmovun_s16(v)), 0); }
  static Words8 Halves(Words8 low, Words8 high) {
    return {vcombine_s16(vget_low_s16(low.v), vget_low_s16(high.v))};
  }
  Words8 operator+(Words8 o) const { return {vaddq_s16(v, o.v)}; }
  Words8 operator-(Words8 o) const { return {vsubq_s16(v, o.v)}; }
  Words8 operator&(Words8 o) const { return {vandq_s16(v, o.v)}; }
  Words8 operator|(Words8 o) const { return {vorrq_s16(v, o.v)}; }
  Words8 AddBytes(Words8 o) const {
    return {vreinterpretq_s16_u8(vaddq_u8(vreinterpretq_u8_s16(v), vreinterpretq_u8_s16(o.v)))};
  }
  Words8 Half() const { return {vreinterpretq_s16_u16(vshrq_n_u16(vreinterpretq_u16_s16(v), 1))}; }
  Words8 Abs() const { return {vabsq_s16(v)}; }
  Words8 Min(Words8 o) const { return {vminq_s16(v, o.v)}; }
  Words8 Choose(Words8 o, Words8 yes, Words8 no) const {
    return {vbslq_s16(vceqq_s16(v, o.v), yes.v, no.v)};
  }
};

#endif

}  // namespace dareblopy::png
