// Unaligned little- and big-endian loads and stores.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace dareblopy {

static_assert(std::endian::native == std::endian::little, "big-endian machines are not supported");

template <typename T>
inline T LoadLe(const uint8_t* p) {
  T value;
  std::memcpy(&value, p, sizeof(T));
  return value;
}
inline uint16_t LoadLe16(const uint8_t* p) { return LoadLe<uint16_t>(p); }
inline uint32_t LoadLe32(const uint8_t* p) { return LoadLe<uint32_t>(p); }
inline uint64_t LoadLe64(const uint8_t* p) { return LoadLe<uint64_t>(p); }

template <typename T>
inline void StoreLe(uint8_t* p, T value) {
  std::memcpy(p, &value, sizeof(T));
}

inline uint16_t LoadBe16(const uint8_t* p) { return __builtin_bswap16(LoadLe16(p)); }
inline uint32_t LoadBe32(const uint8_t* p) { return __builtin_bswap32(LoadLe32(p)); }
inline uint64_t LoadBe64(const uint8_t* p) { return __builtin_bswap64(LoadLe64(p)); }

}  // namespace dareblopy
