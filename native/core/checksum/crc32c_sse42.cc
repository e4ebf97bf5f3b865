// x86 with SSE 4.2 (Nehalem, 2008): the crc32 instruction on three streams.
#if defined(__x86_64__)

#include <nmmintrin.h>

#include "core/checksum/crc32c_kernels.h"
#include "core/checksum/crc32c_three_way.h"

#define DAREBLOPY_SSE42 __attribute__((target(DAREBLOPY_CRC32_FEATURES)))

namespace dareblopy::crc32c {

namespace {

DAREBLOPY_SSE42 inline uint32_t Step64(uint32_t state, uint64_t word) {
  return static_cast<uint32_t>(_mm_crc32_u64(state, word));
}
DAREBLOPY_SSE42 inline uint32_t Step8(uint32_t state, uint8_t byte) {
  return _mm_crc32_u8(state, byte);
}

DAREBLOPY_CRC32C_THREE_WAY(ThreeWay, DAREBLOPY_SSE42, Step64, Step8)

}  // namespace

uint32_t ExtendSse42(uint32_t state, const uint8_t* data, size_t size) {
  return ThreeWay(state, data, size);
}

}  // namespace dareblopy::crc32c

#endif
