#include "core/base/name_table.h"

#include <random>

#include "core/base/endian.h"

namespace dareblopy {

namespace {

uint64_t Fold(uint64_t a, uint64_t b) {
  const auto product = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

}  // namespace

// Multiply and fold, eight bytes a step.
uint64_t HashName(std::string_view name, uint64_t seed) {
  constexpr uint64_t kOdd1 = 0x9E3779B97F4A7C15, kOdd2 = 0xD6E8FEB86659FD93;
  const auto* p = reinterpret_cast<const uint8_t*>(name.data());
  size_t left = name.size();
  uint64_t hash = seed ^ Fold(left ^ kOdd1, kOdd2);
  for (; left > 8; left -= 8, p += 8) hash = Fold(hash ^ LoadLe64(p), kOdd1 ^ seed);
  uint64_t last = 0;
  if (left > 0) std::memcpy(&last, p, left);
  return Fold(hash ^ last, kOdd2 ^ (seed >> 1));
}

uint64_t RandomSeed() {
  std::random_device device;
  return uint64_t{device()} << 32 | device();
}

}  // namespace dareblopy
