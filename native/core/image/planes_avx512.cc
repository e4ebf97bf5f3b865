// Bytes to float planes for AVX-512 with VBMI, whose one permutation of bytes takes a channel out
// of 16 pixels. Of the kernels only this one is worth a variant: measured on Zen 4, a batch of
// float crops takes 3% less time in all than with AVX2; the filters, which are 5% of a resize, and
// the other conversions are bound by memory.
#if defined(__x86_64__)

#include <immintrin.h>

#include <cstdint>

#include "core/image/kernels_portable.h"
#include "core/image/kernels_x86.h"

#define DAREBLOPY_AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi")))

namespace dareblopy::avx512 {

namespace {

constexpr size_t kLanes = 16;

/// Makes `count` (at most 16) pixels at `p` the next `count` floats of each plane.
template <bool kMirror, bool kPast>
DAREBLOPY_AVX512 inline void Convert(const uint8_t* p, size_t count, const __m512 scale[3],
                                     const __m512 bias[3], float* out, size_t plane) {
  // The last pixel's bytes go to lane 0 when mirrored: 3 * (count - 1 - lane).
  const __m512i forward =
      _mm512_setr_epi32(0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39, 42, 45);
  const __m512i order =
      kMirror ? _mm512_sub_epi32(_mm512_set1_epi32(static_cast<int>(3 * count) - 3), forward)
              : forward;
  const __m512i bytes = _mm512_maskz_loadu_epi8((uint64_t{1} << (3 * count)) - 1, p);
  constexpr __mmask64 kLowBytes = 0x1111111111111111u;
  for (int c = 0; c < 3; ++c) {
    const __m512i index = _mm512_add_epi32(order, _mm512_set1_epi32(c));
    const __m512i channel = _mm512_maskz_permutexvar_epi8(kLowBytes, index, bytes);
    const __m512 value =
        _mm512_add_ps(_mm512_mul_ps(_mm512_maskz_cvtepi32_ps(0xFFFF, channel), scale[c]), bias[c]);
    float* to = out + static_cast<size_t>(c) * plane;
    if constexpr (kPast) {
      _mm512_stream_ps(to, value);
    } else {
      _mm512_mask_storeu_ps(to, static_cast<__mmask16>((1u << count) - 1), value);
    }
  }
}

template <bool kMirror, bool kPast>
DAREBLOPY_AVX512 void BytesToPlanes3(const uint8_t* row, size_t pixels, const Affine& affine,
                                     const PlanesOut& out) {
  __m512 scale[3];
  __m512 bias[3];
  for (size_t c = 0; c < 3; ++c) {
    scale[c] = _mm512_set1_ps(affine.scale[c]);
    bias[c] = _mm512_set1_ps(affine.bias[c]);
  }
  const auto at = [&](size_t o, size_t count) {
    return row + (kMirror ? pixels - count - o : o) * 3;
  };
  size_t o = 0;
  for (; o + kLanes <= pixels; o += kLanes) {
    Convert<kMirror, kPast>(at(o, kLanes), kLanes, scale, bias, out.data + o, out.plane);
  }
  if (const size_t rest = pixels - o; rest > 0) {
    Convert<kMirror, false>(at(o, rest), rest, scale, bias, out.data + o, out.plane);
  }
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

}  // namespace dareblopy::avx512

#endif  // __x86_64__
