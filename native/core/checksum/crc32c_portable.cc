// Eight bytes a step from eight tables ("slicing by 8", Kounavis and Berry 2005), for CPUs without
// an instruction for it.
#include <array>

#include "core/base/endian.h"
#include "core/checksum/crc32c_kernels.h"
#include "core/checksum/crc32c_polynomial.h"

namespace dareblopy::crc32c {

namespace {

using Tables = std::array<std::array<uint32_t, 256>, 8>;

constexpr Tables MakeTables() {
  Tables tables{};
  for (uint32_t value = 0; value < 256; ++value) {
    uint32_t state = value;
    for (int bit = 0; bit < 8; ++bit) state = TimesX(state);
    tables[0][value] = state;
  }
  for (size_t slice = 1; slice < 8; ++slice) {
    for (uint32_t value = 0; value < 256; ++value) {
      const uint32_t before = tables[slice - 1][value];
      tables[slice][value] = (before >> 8) ^ tables[0][before & 0xff];
    }
  }
  return tables;
}

constexpr Tables kTables = MakeTables();

}  // namespace

uint32_t ExtendPortable(uint32_t state, const uint8_t* data, size_t size) {
  for (; size >= 8; data += 8, size -= 8) {
    const uint64_t word = LoadLe64(data) ^ state;
    state = kTables[7][word & 0xff] ^ kTables[6][(word >> 8) & 0xff] ^
            kTables[5][(word >> 16) & 0xff] ^ kTables[4][(word >> 24) & 0xff] ^
            kTables[3][(word >> 32) & 0xff] ^ kTables[2][(word >> 40) & 0xff] ^
            kTables[1][(word >> 48) & 0xff] ^ kTables[0][word >> 56];
  }
  for (; size > 0; ++data, --size) state = (state >> 8) ^ kTables[0][(state ^ *data) & 0xff];
  return state;
}

}  // namespace dareblopy::crc32c
