// The kernels for AVX2 with F16C. FMA is left out of the target on purpose (kernels.h).
#if defined(__x86_64__)

#include <immintrin.h>

#include "core/image/kernels.h"
#include "core/image/kernels_portable.h"

#define DAREBLOPY_AVX2 __attribute__((target("avx2,f16c")))

namespace dareblopy::avx2 {

namespace {

DAREBLOPY_AVX2 inline __m256 LoadBytes(const uint8_t* p) {
  return _mm256_cvtepi32_ps(
      _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p))));
}

DAREBLOPY_AVX2 inline __m256 MulAdd(__m256 value, __m256 scale, __m256 bias) {
  return _mm256_add_ps(_mm256_mul_ps(value, scale), bias);
}

DAREBLOPY_AVX2 inline __m256 Reverse(__m256 v) {
  return _mm256_permutevar8x32_ps(v, _mm256_setr_epi32(7, 6, 5, 4, 3, 2, 1, 0));
}

/// Byte c of each of the 8 pixels of 3 bytes that start at p; reads 24 bytes.
struct Channels3 {
  __m256 c[3];
};

DAREBLOPY_AVX2 inline Channels3 SplitPixels3(const uint8_t* p) {
  // Pixels 0-4 (15 bytes) from the first load, 5-7 from the second, which starts 8 bytes in.
  const __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  const __m128i high = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 8));
  Channels3 out;
  for (int k = 0; k < 3; ++k) {
    const char b = static_cast<char>(k);
    const auto at = [b](int x) { return static_cast<char>(x + b); };
    const __m128i first =
        _mm_shuffle_epi8(low, _mm_setr_epi8(at(0), at(3), at(6), at(9), at(12), -1, -1, -1, -1, -1,
                                            -1, -1, -1, -1, -1, -1));
    const __m128i second = _mm_shuffle_epi8(
        high,
        _mm_setr_epi8(-1, -1, -1, -1, -1, at(7), at(10), at(13), -1, -1, -1, -1, -1, -1, -1, -1));
    out.c[k] = _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_or_si128(first, second)));
  }
  return out;
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

/// Eight interleaved pixels of three floats, as three vectors of one channel each.
DAREBLOPY_AVX2 inline void SplitFloats3(const float* p, __m256 out[3]) {
  const __m256i step = _mm256_setr_epi32(0, 3, 6, 9, 12, 15, 18, 21);
  for (int c = 0; c < 3; ++c) out[c] = _mm256_i32gather_ps(p + c, step, 4);
}

DAREBLOPY_AVX2 void AffineToPlanes(const float* row, size_t channels, size_t pixels,
                                   const Affine& affine, float* out, size_t plane) {
  if (channels != 3) return portable::AffineToPlanes(row, channels, pixels, affine, out, plane);
  size_t i = 0;
  for (; i + 8 <= pixels; i += 8) {
    __m256 c[3];
    SplitFloats3(row + i * 3, c);
    for (size_t k = 0; k < 3; ++k) {
      _mm256_storeu_ps(out + k * plane + i, MulAdd(c[k], _mm256_set1_ps(affine.scale[k]),
                                                   _mm256_set1_ps(affine.bias[k])));
    }
  }
  for (size_t k = 0; k < 3; ++k) {
    for (size_t j = i; j < pixels; ++j)
      out[k * plane + j] = row[j * 3 + k] * affine.scale[k] + affine.bias[k];
  }
}

DAREBLOPY_AVX2 void AffineInterleaved(const float* row, size_t channels, size_t pixels,
                                      const Affine& affine, float* out) {
  // 24 floats hold a whole number of pixels of 1, 3 or 4 channels.
  alignas(32) float scale[24];
  alignas(32) float bias[24];
  for (size_t i = 0; i < 24; ++i) {
    scale[i] = affine.scale[i % channels];
    bias[i] = affine.bias[i % channels];
  }
  const size_t count = pixels * channels;
  size_t i = 0;
  for (; i + 24 <= count; i += 24) {
    for (size_t k = 0; k < 24; k += 8) {
      const __m256 value = _mm256_loadu_ps(row + i + k);
      _mm256_storeu_ps(out + i + k,
                       MulAdd(value, _mm256_load_ps(scale + k), _mm256_load_ps(bias + k)));
    }
  }
  for (size_t k = 0; i < count; ++i, ++k) out[i] = row[i] * scale[k] + bias[k];
}

DAREBLOPY_AVX2 void BytesToPlanes(const uint8_t* row, size_t channels, size_t pixels,
                                  const Affine& affine, bool mirror, float* out, size_t plane) {
  if (channels != 3)
    return portable::BytesToPlanes(row, channels, pixels, affine, mirror, out, plane);
  size_t i = 0;
  for (; i + 8 <= pixels; i += 8) {
    const Channels3 split = SplitPixels3(row + i * 3);
    const size_t to = mirror ? pixels - 8 - i : i;
    for (size_t k = 0; k < 3; ++k) {
      const __m256 value =
          MulAdd(split.c[k], _mm256_set1_ps(affine.scale[k]), _mm256_set1_ps(affine.bias[k]));
      _mm256_storeu_ps(out + k * plane + to, mirror ? Reverse(value) : value);
    }
  }
  for (; i < pixels; ++i) {
    const size_t to = mirror ? pixels - 1 - i : i;
    for (size_t k = 0; k < 3; ++k) {
      out[k * plane + to] = static_cast<float>(row[i * 3 + k]) * affine.scale[k] + affine.bias[k];
    }
  }
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

extern const ImageKernels kKernels;
const ImageKernels kKernels = {"avx2",         BlendRows,         ResampleRow,
                               AffineToPlanes, AffineInterleaved, BytesToPlanes,
                               ToBytes,        ToHalves};

}  // namespace dareblopy::avx2

#endif  // __x86_64__
