// The keys that a parser asks for, found by the bytes of a key. Records of one file list their
// features in one order nearly always: so the key that followed last time is compared first, and
// only when that fails is the key looked up.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"

namespace dareblopy::tfrecord {

class KeyTable {
 public:
  static constexpr uint32_t kNone = ~uint32_t{0};

  /// Takes the keys; their places in the answer of Find are the order of first mention.
  explicit KeyTable(std::vector<std::string> keys);
  KeyTable(const KeyTable&) = delete;
  KeyTable& operator=(const KeyTable&) = delete;

  size_t size() const { return keys_.size(); }
  const std::string& key(uint32_t place) const { return keys_[place]; }

  /// The place of `key`, or kNone. `previous` is the place found last in this record (kNone at its
  /// start). Any thread: the prediction is a hint that threads share, never a truth.
  uint32_t Find(Bytes key, uint32_t previous) const {
    const std::string_view text(reinterpret_cast<const char*>(key.data()), key.size());
    std::atomic<uint32_t>& next = next_[previous + 1];  // kNone + 1 is 0
    const uint32_t predicted = next.load(std::memory_order_relaxed);
    if (predicted != kNone && keys_[predicted] == text) return predicted;
    return Lookup(text, next);
  }

 private:
  uint32_t Lookup(std::string_view key, std::atomic<uint32_t>& next) const;
  std::vector<std::string> keys_;
  std::vector<uint32_t> slots_;  // open addressing, a power of two, at most half full
  mutable std::unique_ptr<std::atomic<uint32_t>[]> next_;
};

}  // namespace dareblopy::tfrecord
