#include "core/io/source_set.h"

#include <algorithm>

namespace dareblopy {

Status SourceSet::ReadInto(uint64_t index, Buffer& out) const {
  DAREBLOPY_ASSIGN(const uint64_t size, Size(index));
  out.Resize(size);
  return Read(index, out.mutable_bytes());
}

Status SourceSet::ReadParts(uint64_t index, uint64_t begin, MutableBytes first,
                            MutableBytes second) const {
  DAREBLOPY_TRY(ReadRange(index, begin, first));
  return ReadRange(index, begin + first.size(), second);
}

Result<uint64_t> ItemSize(const Item& item) {
  if (!item.whole() && item.end != Item::kToEnd && item.begin >= item.end) return uint64_t{0};
  DAREBLOPY_ASSIGN(const uint64_t size,
                   item.whole() ? item.set->Size(item.index) : item.set->SizeForRanges(item.index));
  const uint64_t end = std::min(item.end, size);
  return item.begin < end ? end - item.begin : uint64_t{0};
}

Status ReadItem(const Item& item, MutableBytes out) {
  if (item.whole()) return item.set->Read(item.index, out);
  if (out.empty()) return {};  // the part may begin past the end
  return item.set->ReadRange(item.index, item.begin, out);
}

Result<Bytes> LoadItem(const Item& item, ScratchBuffer& scratch) {
  if (const Bytes memory = item.set->Memory(item.index); memory.data() != nullptr) {
    const uint64_t end = std::min<uint64_t>(item.end, memory.size());
    const uint64_t begin = std::min(item.begin, end);
    return memory.subspan(begin, end - begin);
  }
  if (item.whole()) {
    DAREBLOPY_TRY(item.set->ReadInto(item.index, scratch.buffer()));
    return Bytes(scratch.bytes());
  }
  DAREBLOPY_ASSIGN(const uint64_t size, ItemSize(item));
  const MutableBytes out = scratch.Resize(size);
  DAREBLOPY_TRY(ReadItem(item, out));
  return Bytes(out);
}

}  // namespace dareblopy
