// From a name to its item: an open-addressing hash table of 8 bytes a slot over names that lie
// elsewhere.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace dareblopy {

/// Of a name. Not for secrets: the seed alone keeps collisions from being made.
uint64_t HashName(std::string_view name, uint64_t seed);
uint64_t RandomSeed();

/// `Names` has count() items, each with a name(index), and PrefetchName(index), which may bring
/// what says where the name lies into the cache.
template <typename Names>
class NameTable {
 public:
  /// Of items with the same name, the last one counts.
  explicit NameTable(const Names& names);
  std::optional<uint32_t> Find(const Names& names, std::string_view name) const {
    const uint32_t index = Probe(names, name, HashName(name, seed_));
    return index == kNone ? std::nullopt : std::optional(index);
  }
  /// As Find for each name: 32-bit indices, kNone for those that are not there. Of many names, the
  /// table's cache misses overlap.
  void FindAll(const Names& names, std::span<const std::string_view> wanted, uint32_t* out) const;
  static constexpr uint32_t kNone = ~0u;
  /// Whether some names occur more than once.
  bool has_duplicates() const { return has_duplicates_; }

 private:
  // The hash's upper half and the index; free slots hold kNone as index.
  struct Slot {
    uint32_t tag, index;
  };
  static constexpr size_t kBlock = 32;  // names whose cache misses overlap
  uint32_t Probe(const Names& names, std::string_view name, uint64_t hash) const;

  uint64_t seed_;  // drawn at random: nobody can make names that collide
  uint64_t mask_;
  std::vector<Slot> slots_;
  bool has_duplicates_ = false;
};

template <typename Names>
NameTable<Names>::NameTable(const Names& names) : seed_(RandomSeed()) {
  const size_t count = names.count();
  const uint64_t slots = std::bit_ceil<uint64_t>(count + count / 4 + 2);  // at most 80% full
  mask_ = slots - 1;
  slots_.assign(slots, Slot{0, kNone});
  // Hashes first, a block at a time, so that the table's cache misses overlap.
  uint64_t hashes[kBlock];
  for (size_t begin = 0; begin < count; begin += kBlock) {
    const size_t block = std::min(kBlock, count - begin);
    for (size_t i = 0; i < block; ++i) {
      hashes[i] = HashName(names.name(begin + i), seed_);
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
        if (slot.tag == tag && names.name(slot.index) == names.name(index)) {
          slot.index = index;
          has_duplicates_ = true;
          break;
        }
      }
    }
  }
}

template <typename Names>
uint32_t NameTable<Names>::Probe(const Names& names, std::string_view name, uint64_t hash) const {
  const auto tag = static_cast<uint32_t>(hash >> 32);
  for (uint64_t at = hash & mask_;; at = (at + 1) & mask_) {
    const Slot& slot = slots_[at];
    if (slot.index == kNone) return kNone;
    if (slot.tag == tag && names.name(slot.index) == name) return slot.index;
  }
}

template <typename Names>
void NameTable<Names>::FindAll(const Names& names, std::span<const std::string_view> wanted,
                               uint32_t* out) const {
  uint64_t hashes[kBlock];
  for (size_t begin = 0; begin < wanted.size(); begin += kBlock) {
    const size_t block = std::min(kBlock, wanted.size() - begin);
    for (size_t i = 0; i < block; ++i) {
      hashes[i] = HashName(wanted[begin + i], seed_);
      __builtin_prefetch(&slots_[hashes[i] & mask_]);
    }
    for (size_t i = 0; i < block; ++i) {
      const uint32_t likely = slots_[hashes[i] & mask_].index;
      if (likely != kNone) names.PrefetchName(likely);
    }
    for (size_t i = 0; i < block; ++i) {
      out[begin + i] = Probe(names, wanted[begin + i], hashes[i]);
    }
  }
}

}  // namespace dareblopy
