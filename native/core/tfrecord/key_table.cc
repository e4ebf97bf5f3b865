#include "core/tfrecord/key_table.h"

#include <bit>
#include <utility>

namespace dareblopy::tfrecord {

namespace {

/// FNV-1a. The keys are the parser's own, so nobody can choose them to collide.
size_t Hash(std::string_view key) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : key) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3;
  return static_cast<size_t>(hash ^ hash >> 32);
}

}  // namespace

KeyTable::KeyTable(std::vector<std::string> keys) : keys_(std::move(keys)) {
  slots_.assign(std::bit_ceil(keys_.size() * 2 + 2), kNone);
  for (uint32_t place = 0; place < keys_.size(); ++place) {
    size_t slot = Hash(keys_[place]);
    while (slots_[slot & (slots_.size() - 1)] != kNone) ++slot;
    slots_[slot & (slots_.size() - 1)] = place;
  }
  next_ = std::make_unique<std::atomic<uint32_t>[]>(keys_.size() + 1);
  for (size_t i = 0; i <= keys_.size(); ++i) next_[i].store(kNone, std::memory_order_relaxed);
}

uint32_t KeyTable::Lookup(std::string_view key, std::atomic<uint32_t>& next) const {
  for (size_t slot = Hash(key);; ++slot) {
    const uint32_t place = slots_[slot & (slots_.size() - 1)];
    if (place == kNone) return kNone;
    if (keys_[place] == key) {
      next.store(place, std::memory_order_relaxed);
      return place;
    }
  }
}

}  // namespace dareblopy::tfrecord
