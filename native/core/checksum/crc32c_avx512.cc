// x86 with 512-bit carry-less multiplication (Ice Lake 2019, Zen 4 2022): 256 bytes a step are
// folded onto the next 256, as in Gopal et al., "Fast CRC Computation for Generic Polynomials Using
// PCLMULQDQ" (Intel 2009); the last 16 bytes go through the crc32 instruction, which reduces them.
#if defined(__x86_64__)

#include <immintrin.h>

#include "core/checksum/crc32c_kernels.h"
#include "core/checksum/crc32c_polynomial.h"

#define DAREBLOPY_AVX512 \
  __attribute__((        \
      target("avx512f,avx512bw,avx512dq,avx512vl,vpclmulqdq,pclmul," DAREBLOPY_CRC32_FEATURES)))

namespace dareblopy::crc32c {

namespace {

/// Multipliers that carry the two halves of each 128-bit lane `bits` further.
template <uint64_t bits>
DAREBLOPY_AVX512 inline __m128i Constants() {
  constexpr uint64_t kLow = FoldConstant(bits + 32);
  constexpr uint64_t kHigh = FoldConstant(bits - 32);
  return _mm_set_epi64x(static_cast<long long>(kHigh), static_cast<long long>(kLow));
}

DAREBLOPY_AVX512 inline __m512i Load(const uint8_t* p) { return _mm512_loadu_si512(p); }

DAREBLOPY_AVX512 inline __m512i Fold(__m512i x, __m512i constants, __m512i next) {
  const __m512i low = _mm512_clmulepi64_epi128(x, constants, 0x00);
  const __m512i high = _mm512_clmulepi64_epi128(x, constants, 0x11);
  return _mm512_ternarylogic_epi64(low, high, next, 0x96);  // exclusive or of all three
}

DAREBLOPY_AVX512 inline __m128i Fold(__m128i x, __m128i constants, __m128i next) {
  const __m128i low = _mm_clmulepi64_si128(x, constants, 0x00);
  const __m128i high = _mm_clmulepi64_si128(x, constants, 0x11);
  return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

}  // namespace

DAREBLOPY_AVX512 uint32_t ExtendAvx512(uint32_t state, const uint8_t* data, size_t size) {
  if (size < 512) return ExtendSse42(state, data, size);  // too short to pay for the last folds
  __m512i a = _mm512_xor_si512(Load(data),
                               _mm512_zextsi128_si512(_mm_cvtsi32_si128(static_cast<int>(state))));
  __m512i b = Load(data + 64);
  __m512i c = Load(data + 128);
  __m512i d = Load(data + 192);
  const __m512i by_256_bytes = _mm512_broadcast_i32x4(Constants<2048>());
  for (data += 256, size -= 256; size >= 256; data += 256, size -= 256) {
    a = Fold(a, by_256_bytes, Load(data));
    b = Fold(b, by_256_bytes, Load(data + 64));
    c = Fold(c, by_256_bytes, Load(data + 128));
    d = Fold(d, by_256_bytes, Load(data + 192));
  }
  const __m512i by_64_bytes = _mm512_broadcast_i32x4(Constants<512>());
  b = Fold(a, by_64_bytes, b);
  c = Fold(b, by_64_bytes, c);
  d = Fold(c, by_64_bytes, d);
  const __m128i by_16_bytes = Constants<128>();
  __m128i lane = Fold(_mm512_castsi512_si128(d), by_16_bytes, _mm512_extracti64x2_epi64(d, 1));
  lane = Fold(lane, by_16_bytes, _mm512_extracti64x2_epi64(d, 2));
  lane = Fold(lane, by_16_bytes, _mm512_extracti64x2_epi64(d, 3));
  uint64_t rest = _mm_crc32_u64(0, static_cast<uint64_t>(_mm_cvtsi128_si64(lane)));
  rest = _mm_crc32_u64(rest, static_cast<uint64_t>(_mm_extract_epi64(lane, 1)));
  return ExtendSse42(static_cast<uint32_t>(rest), data, size);
}

}  // namespace dareblopy::crc32c

#endif
