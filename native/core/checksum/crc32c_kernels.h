// The kernels behind Crc32c, each in its own file. All take and give the state without inversions,
// and any alignment and size.
#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__clang__) && __clang_major__ >= 14  // a feature of its own there
#define DAREBLOPY_CRC32_FEATURES "sse4.2,crc32"
#else
#define DAREBLOPY_CRC32_FEATURES "sse4.2"
#endif

namespace dareblopy::crc32c {

uint32_t ExtendPortable(uint32_t state, const uint8_t* data, size_t size);
#if defined(__x86_64__)
uint32_t ExtendSse42(uint32_t state, const uint8_t* data, size_t size);
uint32_t ExtendAvx2(uint32_t state, const uint8_t* data, size_t size);
uint32_t ExtendAvx512(uint32_t state, const uint8_t* data, size_t size);
#elif defined(__aarch64__)
uint32_t ExtendArm(uint32_t state, const uint8_t* data, size_t size);
#endif

}  // namespace dareblopy::crc32c
