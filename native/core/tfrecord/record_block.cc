#include "core/tfrecord/record_block.h"

#include <cstring>

#include "core/base/checked.h"

namespace dareblopy::tfrecord {

Status RecordBlock::ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const {
  const Bytes memory = Memory(index);
  if (!RangeFits(begin, out.size(), memory.size())) {
    return Error{ErrorCode::IO_TRUNCATED, "the range ends past the record", Name(index)};
  }
  if (!out.empty()) std::memcpy(out.data(), memory.data() + begin, out.size());
  return {};
}

void RecordBlock::AddPlace(uint64_t index, Error& error) const {
  if (error.path.empty()) error.path = Name(index);
  error.record = parts[index].record;
}

}  // namespace dareblopy::tfrecord
