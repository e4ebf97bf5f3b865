#include "core/zip/name_table.h"

#include <algorithm>
#include <bit>
#include <random>

#include "core/base/endian.h"

namespace dareblopy::zip {

namespace {

uint64_t Fold(uint64_t a, uint64_t b) {
  const auto product = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

// Multiply and fold, eight bytes a step. Not for secrets: the seed alone keeps collisions from
// being made.
uint64_t Hash(std::string_view name, uint64_t seed) {
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

}  // namespace

NameTable::NameTable(const Directory& directory) : seed_(RandomSeed()) {
  const size_t count = directory.count();
  const uint64_t slots = std::bit_ceil<uint64_t>(count + count / 4 + 2);  // at most 80% full
  mask_ = slots - 1;
  slots_.assign(slots, Slot{0, kNone});
  // Hashes first, a block at a time, so that the table's cache misses overlap.
  constexpr size_t kBlock = 32;
  uint64_t hashes[kBlock];
  for (size_t begin = 0; begin < count; begin += kBlock) {
    const size_t block = std::min(kBlock, count - begin);
    for (size_t i = 0; i < block; ++i) {
      hashes[i] = Hash(directory.name(begin + i), seed_);
      __builtin_prefetch(&slots_[hashes[i] & mask_], 1);
    }
    for (size_t i = 0; i < block; ++i) {
      const auto tag = static_cast<uint32_t>(hashes[i] >> 32);
      const auto index = static_cast<uint32_t>(begin + i);
      for (uint64_t at = hashes[i] & mask_;; at = (at + 1) & mask_) {
        Slot& slot = slots_[at];
        if (slot.index == kNone) {
          slot = {tag, index};
          break;
        }
        if (slot.tag == tag && directory.name(slot.index) == directory.name(index)) {
          slot.index = index;
          has_duplicates_ = true;
          break;
        }
      }
    }
  }
}

uint32_t NameTable::Probe(const Directory& directory, std::string_view name, uint64_t hash) const {
  const auto tag = static_cast<uint32_t>(hash >> 32);
  for (uint64_t at = hash & mask_;; at = (at + 1) & mask_) {
    const Slot& slot = slots_[at];
    if (slot.index == kNone) return kNone;
    if (slot.tag == tag && directory.name(slot.index) == name) return slot.index;
  }
}

std::optional<uint32_t> NameTable::Find(const Directory& directory, std::string_view name) const {
  const uint32_t index = Probe(directory, name, Hash(name, seed_));
  return index == kNone ? std::nullopt : std::optional(index);
}

void NameTable::FindAll(const Directory& directory, std::span<const std::string_view> names,
                        uint32_t* out) const {
  constexpr size_t kBlock = 32;
  uint64_t hashes[kBlock];
  for (size_t begin = 0; begin < names.size(); begin += kBlock) {
    const size_t block = std::min(kBlock, names.size() - begin);
    for (size_t i = 0; i < block; ++i) {
      hashes[i] = Hash(names[begin + i], seed_);
      __builtin_prefetch(&slots_[hashes[i] & mask_]);
    }
    for (size_t i = 0; i < block; ++i) {
      const uint32_t likely = slots_[hashes[i] & mask_].index;
      if (likely != kNone) __builtin_prefetch(&directory.record(likely));
    }
    for (size_t i = 0; i < block; ++i) {
      out[begin + i] = Probe(directory, names[begin + i], hashes[i]);
    }
  }
}

}  // namespace dareblopy::zip
