// From a name to its entry: an open-addressing hash table of 8 bytes a slot over the directory's
// names.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/zip/directory.h"

namespace dareblopy::zip {

class NameTable {
 public:
  /// Of entries with the same name, the last one counts.
  explicit NameTable(const Directory& directory);
  std::optional<uint32_t> Find(const Directory& directory, std::string_view name) const;
  /// As Find for each name: 32-bit indices, kNone for those that are not there. Of many names, the
  /// table's cache misses overlap.
  void FindAll(const Directory& directory, std::span<const std::string_view> names,
               uint32_t* out) const;
  static constexpr uint32_t kNone = ~0u;
  /// Whether some names occur more than once.
  bool has_duplicates() const { return has_duplicates_; }

 private:
  // The hash's upper half and the index; free slots hold kNone as index.
  struct Slot {
    uint32_t tag, index;
  };
  uint32_t Probe(const Directory& directory, std::string_view name, uint64_t hash) const;

  uint64_t seed_;  // drawn at random: nobody can make names that collide
  uint64_t mask_;
  std::vector<Slot> slots_;
  bool has_duplicates_ = false;
};

}  // namespace dareblopy::zip
