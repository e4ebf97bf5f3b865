// From a name to its entry: an open-addressing hash table of 8 bytes a slot over the directory's
// names.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/zip/directory.h"

namespace dareblopy::zip {

class NameTable {
 public:
  /// Of entries with the same name, the last one counts.
  explicit NameTable(const Directory& directory);
  std::optional<uint32_t> Find(const Directory& directory, std::string_view name) const;
  /// Whether some names occur more than once.
  bool has_duplicates() const { return has_duplicates_; }

 private:
  // The hash's upper half and the index; free slots hold kFree as index.
  struct Slot {
    uint32_t tag, index;
  };
  static constexpr uint32_t kFree = ~0u;

  uint64_t seed_;  // drawn at random: nobody can make names that collide
  uint64_t mask_;
  std::vector<Slot> slots_;
  bool has_duplicates_ = false;
};

}  // namespace dareblopy::zip
