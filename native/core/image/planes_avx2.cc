// Floats on their way into the batch, for AVX2. FMA is left out of the target on purpose
// (kernels.h).
#if defined(__x86_64__)

#include <immintrin.h>

#include "core/image/kernels_portable.h"
#include "core/image/kernels_x86.h"

#define DAREBLOPY_AVX2 __attribute__((target("avx2,f16c")))

namespace dareblopy::avx2 {

namespace {

constexpr size_t kLanes = 8;

template <bool kPast>
DAREBLOPY_AVX2 inline void Store(float* out, __m256 value) {
  if constexpr (kPast) {
    _mm256_stream_ps(out, value);
  } else {
    _mm256_storeu_ps(out, value);
  }
}

DAREBLOPY_AVX2 inline __m256 MulAdd(__m256 value, __m256 scale, __m256 bias) {
  return _mm256_add_ps(_mm256_mul_ps(value, scale), bias);
}

DAREBLOPY_AVX2 inline __m256 Reverse(__m256 v) {
  return _mm256_permutevar8x32_ps(v, _mm256_setr_epi32(7, 6, 5, 4, 3, 2, 1, 0));
}

/// Byte `channel` of each of the 8 pixels of 3 bytes that start at p; reads 24 bytes.
template <char kChannel>
DAREBLOPY_AVX2 inline __m256 LoadChannel3(const uint8_t* p) {
  // Pixels 0-4 (15 bytes) from the first load, 5-7 from the second, which starts 8 bytes in.
  constexpr char c = kChannel;
  const __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  const __m128i high = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 8));
  const __m128i first = _mm_shuffle_epi8(low, _mm_setr_epi8(c, c + 3, c + 6, c + 9, c + 12, -1, -1,
                                                            -1, -1, -1, -1, -1, -1, -1, -1, -1));
  const __m128i second = _mm_shuffle_epi8(
      high,
      _mm_setr_epi8(-1, -1, -1, -1, -1, c + 7, c + 10, c + 13, -1, -1, -1, -1, -1, -1, -1, -1));
  return _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_or_si128(first, second)));
}

template <bool kMirror, bool kPast>
DAREBLOPY_AVX2 void BytesToPlanes3(const uint8_t* row, size_t pixels, const Affine& affine,
                                   const PlanesOut& out) {
  const auto one = [&](size_t o) {
    const uint8_t* pixel = row + (kMirror ? pixels - 1 - o : o) * 3;
    for (size_t c = 0; c < 3; ++c) {
      out.data[c * out.plane + o] = static_cast<float>(pixel[c]) * affine.scale[c] + affine.bias[c];
    }
  };
  __m256 scale[3];
  __m256 bias[3];
  for (size_t c = 0; c < 3; ++c) {
    scale[c] = _mm256_set1_ps(affine.scale[c]);
    bias[c] = _mm256_set1_ps(affine.bias[c]);
  }
  size_t o = 0;
  for (; o + kLanes <= pixels; o += kLanes) {
    const uint8_t* p = row + (kMirror ? pixels - kLanes - o : o) * 3;
    const __m256 values[3] = {LoadChannel3<0>(p), LoadChannel3<1>(p), LoadChannel3<2>(p)};
    for (size_t c = 0; c < 3; ++c) {
      const __m256 value = MulAdd(values[c], scale[c], bias[c]);
      Store<kPast>(out.data + c * out.plane + o, kMirror ? Reverse(value) : value);
    }
  }
  for (; o < pixels; ++o) one(o);
}

template <bool kPast>
DAREBLOPY_AVX2 void AffineToPlanes3(const float* row, size_t pixels, const Affine& affine,
                                    const PlanesOut& out) {
  const auto one = [&](size_t o) {
    for (size_t c = 0; c < 3; ++c)
      out.data[c * out.plane + o] = row[o * 3 + c] * affine.scale[c] + affine.bias[c];
  };
  const __m256i step = _mm256_setr_epi32(0, 3, 6, 9, 12, 15, 18, 21);
  size_t o = 0;
  for (; o + kLanes <= pixels; o += kLanes) {
    for (size_t c = 0; c < 3; ++c) {
      const __m256 value = _mm256_i32gather_ps(row + o * 3 + c, step, 4);
      Store<kPast>(out.data + c * out.plane + o,
                   MulAdd(value, _mm256_set1_ps(affine.scale[c]), _mm256_set1_ps(affine.bias[c])));
    }
  }
  for (; o < pixels; ++o) one(o);
}

}  // namespace

void BytesToPlanes(const uint8_t* row, size_t channels, size_t pixels, const Affine& affine,
                   bool mirror, const PlanesOut& out) {
  if (channels != 3) return portable::BytesToPlanes(row, channels, pixels, affine, mirror, out);
  if (mirror) {
    out.past_caches ? BytesToPlanes3<true, true>(row, pixels, affine, out)
                    : BytesToPlanes3<true, false>(row, pixels, affine, out);
  } else {
    out.past_caches ? BytesToPlanes3<false, true>(row, pixels, affine, out)
                    : BytesToPlanes3<false, false>(row, pixels, affine, out);
  }
}

void AffineToPlanes(const float* row, size_t channels, size_t pixels, const Affine& affine,
                    const PlanesOut& out) {
  if (channels != 3) return portable::AffineToPlanes(row, channels, pixels, affine, out);
  if (out.past_caches) {
    AffineToPlanes3<true>(row, pixels, affine, out);
  } else {
    AffineToPlanes3<false>(row, pixels, affine, out);
  }
}

DAREBLOPY_AVX2 void AffineInterleaved(const float* row, size_t channels, size_t pixels,
                                      const Affine& affine, float* out) {
  // 24 floats hold a whole number of pixels of 1, 3 or 4 channels.
  constexpr size_t kPeriod = 24;
  alignas(32) float scale[kPeriod];
  alignas(32) float bias[kPeriod];
  for (size_t i = 0; i < kPeriod; ++i) {
    scale[i] = affine.scale[i % channels];
    bias[i] = affine.bias[i % channels];
  }
  const size_t count = pixels * channels;
  size_t i = 0;
  for (; i + kPeriod <= count; i += kPeriod) {
    for (size_t k = 0; k < kPeriod; k += kLanes) {
      const __m256 value = _mm256_loadu_ps(row + i + k);
      _mm256_storeu_ps(out + i + k,
                       MulAdd(value, _mm256_load_ps(scale + k), _mm256_load_ps(bias + k)));
    }
  }
  for (size_t k = 0; i < count; ++i, ++k) out[i] = row[i] * scale[k] + bias[k];
}

}  // namespace dareblopy::avx2

#endif  // __x86_64__
