// ARMv8 with the CRC extension: the crc32c instructions on three streams.
#if defined(__aarch64__)

#include <arm_acle.h>

#include "core/checksum/crc32c_kernels.h"
#include "core/checksum/crc32c_three_way.h"

#if defined(__clang__)
#define DAREBLOPY_ARM_CRC __attribute__((target("crc")))
#else
#define DAREBLOPY_ARM_CRC __attribute__((target("+crc")))
#endif

namespace dareblopy::crc32c {

namespace {

DAREBLOPY_ARM_CRC inline uint32_t Step64(uint32_t state, uint64_t word) {
  return __crc32cd(state, word);
}
DAREBLOPY_ARM_CRC inline uint32_t Step8(uint32_t state, uint8_t byte) {
  return __crc32cb(state, byte);
}

DAREBLOPY_CRC32C_THREE_WAY(ThreeWay, DAREBLOPY_ARM_CRC, Step64, Step8)

}  // namespace

uint32_t ExtendArm(uint32_t state, const uint8_t* data, size_t size) {
  return ThreeWay(state, data, size);
}

}  // namespace dareblopy::crc32c

#endif
