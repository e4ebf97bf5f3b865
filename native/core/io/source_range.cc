#include "core/io/source_range.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <utility>

#include "core/base/checked.h"
#include "core/io/memory_set.h"
#include "core/io/no_wait.h"
#include "core/io/read_window.h"

namespace dareblopy {

Result<SourceRange> SourceRange::Make(std::shared_ptr<const SourceSet> set, uint64_t index,
                                      uint64_t begin, uint64_t end) {
  SourceRange range;
  range.name_ = set->Name(index);
  DAREBLOPY_ASSIGN(const uint64_t size,
                   set->RangesAreCheap(index) ? set->SizeForRanges(index) : set->Size(index));
  end = std::min(end, size);
  begin = std::min(begin, end);
  for (;;) {
    DAREBLOPY_ASSIGN(auto below, set->Locate(index));
    if (!below) break;
    set = std::move(below->set);
    index = below->index;
    begin += below->begin;
    end += below->begin;
  }
  if (!set->RangesAreCheap(index)) {
    Buffer bytes;
    DAREBLOPY_TRY(set->ReadInto(index, bytes));
    if (bytes.size() < end) end = bytes.size(), begin = std::min(begin, end);
    auto memory = std::make_shared<MemorySet>();
    memory->Add(std::move(bytes), range.name_);
    set = std::move(memory);
    index = 0;
  }
  if (const Bytes memory = set->Memory(index); memory.data() != nullptr) {
    if (!RangeFits(begin, end - begin, memory.size())) {
      return Error{ErrorCode::IO_TRUNCATED, "the range ends past the bytes in memory", range.name_};
    }
    range.memory_ = memory.subspan(begin, end - begin);
  }
  range.set_ = std::move(set);
  range.index_ = index;
  range.begin_ = begin;
  range.size_ = end - begin;
  return range;
}

Status SourceRange::CheckFits(uint64_t offset, uint64_t length) const {
  if (RangeFits(offset, length, size_)) return {};
  Error error{ErrorCode::IO_TRUNCATED, "the source ends before the bytes that were asked for",
              name_};
  error.offset = size_;
  return error;
}

Status SourceRange::Read(uint64_t offset, MutableBytes out) const {
  DAREBLOPY_TRY(CheckFits(offset, out.size()));
  if (out.empty()) return {};
  if (memory_.data() != nullptr) {
    std::memcpy(out.data(), memory_.data() + offset, out.size());
    return {};
  }
  if (const uint8_t* read = ReadWindow::Find(*set_, index_, begin_ + offset, out.size())) {
    std::memcpy(out.data(), read, out.size());
    return {};
  }
  return set_->ReadRange(index_, begin_ + offset, out);
}

Status SourceRange::ReadTimed(uint64_t offset, MutableBytes out) const {
  if (memory_.data() != nullptr || NoWait::Active()) return Read(offset, out);
  const auto begin = std::chrono::steady_clock::now();
  DAREBLOPY_TRY(Read(offset, out));
  const std::chrono::nanoseconds taken = std::chrono::steady_clock::now() - begin;
  set_->meter().Note(static_cast<uint64_t>(taken.count()), out.size());
  return {};
}

Status SourceRange::ReadParts(uint64_t offset, MutableBytes first, MutableBytes second) const {
  if (memory_.data() != nullptr ||
      ReadWindow::Find(*set_, index_, begin_ + offset, first.size() + second.size()) != nullptr) {
    DAREBLOPY_TRY(Read(offset, first));
    return Read(offset + first.size(), second);
  }
  DAREBLOPY_TRY(CheckFits(offset, uint64_t{first.size()} + second.size()));
  return set_->ReadParts(index_, begin_ + offset, first, second);
}

}  // namespace dareblopy
