#include "core/stream/block.h"

#include <cstring>

#include "core/base/checked.h"

namespace dareblopy {

Status Block::ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const {
  const Bytes memory = Memory(index);
  if (!RangeFits(begin, out.size(), memory.size())) {
    return Error{ErrorCode::IO_TRUNCATED, "the range ends past the record", Name(index)};
  }
  if (!out.empty()) std::memcpy(out.data(), memory.data() + begin, out.size());
  return {};
}

void Block::AddPlace(uint64_t index, Error& error) const {
  const Part& part = parts[index];
  if (error.path.empty()) error.path = *part.path;
  if (part.entry == nullptr) {
    error.record = part.record;
  } else if (error.entry.empty()) {
    error.entry = *part.entry;
  }
}

}  // namespace dareblopy
