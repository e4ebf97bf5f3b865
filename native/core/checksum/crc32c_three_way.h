// Three independent streams keep a CRC instruction of latency 3 busy every cycle; their states are
// joined by tables. Shared by the kernels whose CPU has such an instruction; Step is that
// instruction. The macro form lets each kernel keep its own target attribute on everything that is
// inlined.
#pragma once

#include "core/base/endian.h"
#include "core/checksum/crc32c_polynomial.h"

namespace dareblopy::crc32c {

inline constexpr size_t kLongStream = 4096;
inline constexpr size_t kShortStream = 256;
inline constexpr ShiftTables kLongShift = MakeShiftTables(kLongStream);
inline constexpr ShiftTables kShortShift = MakeShiftTables(kShortStream);

}  // namespace dareblopy::crc32c

/// Defines `NAME(state, data, size)`, static, with ATTRIBUTE, from STEP64(state, uint64_t) and
/// STEP8(state, uint8_t).
#define DAREBLOPY_CRC32C_THREE_WAY(NAME, ATTRIBUTE, STEP64, STEP8)                                \
  ATTRIBUTE static inline void NAME##Streams(uint32_t& state, const uint8_t*& data, size_t& size, \
                                             size_t stream, const ShiftTables& shift) {           \
    while (size >= 3 * stream) {                                                                  \
      uint32_t a = state;                                                                         \
      uint32_t b = 0;                                                                             \
      uint32_t c = 0;                                                                             \
      for (const uint8_t* end = data + stream; data < end; data += 8) {                           \
        a = STEP64(a, LoadLe64(data));                                                            \
        b = STEP64(b, LoadLe64(data + stream));                                                   \
        c = STEP64(c, LoadLe64(data + 2 * stream));                                               \
      }                                                                                           \
      state = Shift(shift, Shift(shift, a) ^ b) ^ c;                                              \
      data += 2 * stream;                                                                         \
      size -= 3 * stream;                                                                         \
    }                                                                                             \
  }                                                                                               \
  ATTRIBUTE static inline uint32_t NAME(uint32_t state, const uint8_t* data, size_t size) {       \
    NAME##Streams(state, data, size, kLongStream, kLongShift);                                    \
    NAME##Streams(state, data, size, kShortStream, kShortShift);                                  \
    for (; size >= 8; data += 8, size -= 8) state = STEP64(state, LoadLe64(data));                \
    for (; size > 0; ++data, --size) state = STEP8(state, *data);                                 \
    return state;                                                                                 \
  }
