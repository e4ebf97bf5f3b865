// The kernels for AVX2 with F16C. FMA is left out of the target on purpose (kernels.h).
#if defined(__x86_64__)

#include <immintrin.h>

#include "core/image/kernels_portable.h"
#include "core/image/kernels_x86.h"

#define DAREBLOPY_AVX2 __attribute__((target("avx2,f16c")))

namespace dareblopy::avx2 {

namespace {

DAREBLOPY_AVX2 inline __m256 LoadBytes(const uint8_t* p) {
  return _mm256_cvtepi32_ps(
      _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p))));
}

DAREBLOPY_AVX2 void BlendRows(const uint8_t* rows, ptrdiff_t stride, const float* weights,
                              int32_t taps, size_t count, float* out) {
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    const uint8_t* p = rows + i;
    __m256 w = _mm256_broadcast_ss(weights);
    __m256 a = _mm256_mul_ps(w, LoadBytes(p));
    __m256 b = _mm256_mul_ps(w, LoadBytes(p + 8));
    __m256 c = _mm256_mul_ps(w, LoadBytes(p + 16));
    __m256 d = _mm256_mul_ps(w, LoadBytes(p + 24));
    for (int32_t t = 1; t < taps; ++t) {
      p += stride;
      w = _mm256_broadcast_ss(weights + t);
      a = _mm256_add_ps(a, _mm256_mul_ps(w, LoadBytes(p)));
      b = _mm256_add_ps(b, _mm256_mul_ps(w, LoadBytes(p + 8)));
      c = _mm256_add_ps(c, _mm256_mul_ps(w, LoadBytes(p + 16)));
      d = _mm256_add_ps(d, _mm256_mul_ps(w, LoadBytes(p + 24)));
    }
    _mm256_storeu_ps(out + i, a);
    _mm256_storeu_ps(out + i + 8, b);
    _mm256_storeu_ps(out + i + 16, c);
    _mm256_storeu_ps(out + i + 24, d);
  }
  if (i < count) portable::BlendRows(rows + i, stride, weights, taps, count - i, out + i);
}

/// Three or four channels: one pixel is one 128-bit vector, whose fourth lane may be the next
/// pixel's.
template <size_t kChannels>
DAREBLOPY_AVX2 void ResamplePixels(const float* row, const int32_t* starts, const float* weights,
                                   int32_t taps, size_t outputs, float* out) {
  for (size_t o = 0; o < outputs; ++o) {
    const float* pixel = row + static_cast<size_t>(starts[o]) * kChannels;
    __m128 sum = _mm_mul_ps(_mm_broadcast_ss(weights), _mm_loadu_ps(pixel));
    for (int32_t t = 1; t < taps; ++t) {
      pixel += kChannels;
      sum = _mm_add_ps(sum, _mm_mul_ps(_mm_broadcast_ss(weights + t), _mm_loadu_ps(pixel)));
    }
    _mm_storeu_ps(out + o * kChannels, sum);
    weights += taps;
  }
}

DAREBLOPY_AVX2 void ResampleRow(const float* row, size_t channels, const int32_t* starts,
                                const float* weights, int32_t taps, size_t outputs, float* out) {
  if (channels == 3) return ResamplePixels<3>(row, starts, weights, taps, outputs, out);
  if (channels == 4) return ResamplePixels<4>(row, starts, weights, taps, outputs, out);
  portable::ResampleRow(row, channels, starts, weights, taps, outputs, out);
}

DAREBLOPY_AVX2 void ToBytes(const float* values, size_t count, uint8_t* out) {
  const __m256 zero = _mm256_setzero_ps();
  const __m256 most = _mm256_set1_ps(255);
  const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    __m256i v[4];
    for (size_t k = 0; k < 4; ++k) {
      // max(NaN, 0) is 0 in this order of operands.
      const __m256 value =
          _mm256_min_ps(_mm256_max_ps(_mm256_loadu_ps(values + i + 8 * k), zero), most);
      v[k] = _mm256_cvtps_epi32(value);
    }
    const __m256i packed =
        _mm256_packus_epi16(_mm256_packs_epi32(v[0], v[1]), _mm256_packs_epi32(v[2], v[3]));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + i),
                        _mm256_permutevar8x32_epi32(packed, order));
  }
  if (i < count) portable::ToBytes(values + i, count - i, out + i);
}

DAREBLOPY_AVX2 void ToHalves(const float* values, size_t count, uint16_t* out) {
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + i),
                     _mm256_cvtps_ph(_mm256_loadu_ps(values + i),
                                     _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
  }
  if (i < count) portable::ToHalves(values + i, count - i, out + i);
}

}  // namespace

const ImageKernels kKernels = {"avx2",         BlendRows,         ResampleRow,
                               AffineToPlanes, AffineInterleaved, BytesToPlanes,
                               ToBytes,        ToHalves};

}  // namespace dareblopy::avx2

#endif  // __x86_64__
