#include "core/io/loaded_set.h"

#include <cstring>

#include "core/base/checked.h"

namespace dareblopy {

Result<uint64_t> LoadedSet::Size(uint64_t index) const {
  const LoadedItem& loaded = loaded_[index];
  if (!loaded.status().ok()) return Error(loaded.status().error());
  return loaded.bytes().size();
}

std::optional<uint64_t> LoadedSet::KnownSize(uint64_t index) const {
  if (!loaded_[index].status().ok()) return std::nullopt;
  return loaded_[index].bytes().size();
}

Status LoadedSet::ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const {
  const LoadedItem& loaded = loaded_[index];
  if (!loaded.status().ok()) return Error(loaded.status().error());
  if (!RangeFits(begin, out.size(), loaded.bytes().size())) {
    return Error{ErrorCode::IO_TRUNCATED, "the range ends past the item", Name(index)};
  }
  if (!out.empty()) std::memcpy(out.data(), loaded.bytes().data() + begin, out.size());
  return {};
}

Bytes LoadedSet::Memory(uint64_t index) const {
  return loaded_[index].status().ok() ? loaded_[index].bytes() : Bytes();
}

}  // namespace dareblopy
