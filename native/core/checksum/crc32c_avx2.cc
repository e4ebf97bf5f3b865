// x86 with 256-bit carry-less multiplication but no AVX-512 (Zen 3, 2020; Alder Lake, 2021). There
// the multiplier and the crc32 instruction each do about 8 bytes a cycle and do not get in each
// other's way, so a block is split: its first part is folded 128 bytes a step (Gopal et al., Intel
// 2009) while three streams of the crc32 instruction go over the rest in the same loop.
#if defined(__x86_64__)

#include <immintrin.h>

#include "core/base/endian.h"
#include "core/checksum/crc32c_kernels.h"
#include "core/checksum/crc32c_polynomial.h"

#define DAREBLOPY_AVX2 __attribute__((target("avx2,vpclmulqdq,pclmul," DAREBLOPY_CRC32_FEATURES)))

namespace dareblopy::crc32c {

namespace {

constexpr size_t kSteps = 32;
constexpr size_t kFolded = 128 * (kSteps + 1);  // bytes that are folded: a start and kSteps steps
constexpr size_t kWordsAStep = 5;
constexpr size_t kStream = 8 * kWordsAStep * kSteps;  // bytes of each of the three streams
constexpr size_t kBlock = kFolded + 3 * kStream;
constexpr ShiftTables kStreamShift = MakeShiftTables(kStream);
constexpr ShiftTables kStreamsShift = MakeShiftTables(3 * kStream);

template <uint64_t bits>
DAREBLOPY_AVX2 inline __m128i Constants() {
  constexpr uint64_t kLow = FoldConstant(bits + 32);
  constexpr uint64_t kHigh = FoldConstant(bits - 32);
  return _mm_set_epi64x(static_cast<long long>(kHigh), static_cast<long long>(kLow));
}

DAREBLOPY_AVX2 inline __m256i Load(const uint8_t* p) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
}

DAREBLOPY_AVX2 inline __m256i Fold(__m256i x, __m256i constants, __m256i next) {
  const __m256i low = _mm256_clmulepi64_epi128(x, constants, 0x00);
  const __m256i high = _mm256_clmulepi64_epi128(x, constants, 0x11);
  return _mm256_xor_si256(_mm256_xor_si256(low, high), next);
}

DAREBLOPY_AVX2 inline uint32_t Block(uint32_t state, const uint8_t* data) {
  const uint8_t* stream = data + kFolded;
  uint64_t s0 = 0;
  uint64_t s1 = 0;
  uint64_t s2 = 0;
  __m256i a = _mm256_xor_si256(Load(data),
                               _mm256_zextsi128_si256(_mm_cvtsi32_si128(static_cast<int>(state))));
  __m256i b = Load(data + 32);
  __m256i c = Load(data + 64);
  __m256i d = Load(data + 96);
  const __m256i by_128_bytes = _mm256_broadcastsi128_si256(Constants<1024>());
  for (size_t step = 0; step < kSteps; ++step) {
    data += 128;
    a = Fold(a, by_128_bytes, Load(data));
    b = Fold(b, by_128_bytes, Load(data + 32));
    c = Fold(c, by_128_bytes, Load(data + 64));
    d = Fold(d, by_128_bytes, Load(data + 96));
#pragma GCC unroll 5
    for (size_t word = 0; word < kWordsAStep; ++word, stream += 8) {
      s0 = _mm_crc32_u64(s0, LoadLe64(stream));
      s1 = _mm_crc32_u64(s1, LoadLe64(stream + kStream));
      s2 = _mm_crc32_u64(s2, LoadLe64(stream + 2 * kStream));
    }
  }
  const __m256i by_32_bytes = _mm256_broadcastsi128_si256(Constants<256>());
  b = Fold(a, by_32_bytes, b);
  c = Fold(b, by_32_bytes, c);
  d = Fold(c, by_32_bytes, d);
  const __m128i by_16_bytes = Constants<128>();
  const __m128i first = _mm256_castsi256_si128(d);
  const __m128i lane = _mm_xor_si128(_mm_xor_si128(_mm_clmulepi64_si128(first, by_16_bytes, 0x00),
                                                   _mm_clmulepi64_si128(first, by_16_bytes, 0x11)),
                                     _mm256_extracti128_si256(d, 1));
  uint64_t folded = _mm_crc32_u64(0, static_cast<uint64_t>(_mm_cvtsi128_si64(lane)));
  folded = _mm_crc32_u64(folded, static_cast<uint64_t>(_mm_extract_epi64(lane, 1)));
  const uint32_t streams = Shift(kStreamShift, Shift(kStreamShift, static_cast<uint32_t>(s0)) ^
                                                   static_cast<uint32_t>(s1)) ^
                           static_cast<uint32_t>(s2);
  return Shift(kStreamsShift, static_cast<uint32_t>(folded)) ^ streams;
}

}  // namespace

DAREBLOPY_AVX2 uint32_t ExtendAvx2(uint32_t state, const uint8_t* data, size_t size) {
  for (; size >= kBlock; data += kBlock, size -= kBlock) state = Block(state, data);
  return ExtendSse42(state, data, size);
}

}  // namespace dareblopy::crc32c

#endif
