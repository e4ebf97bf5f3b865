#include "core/io/memory_set.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/base/checked.h"
#include "core/base/recycled_buffers.h"

namespace dareblopy {

namespace {

// Memory of sets that are gone: sets are made on one thread and let go on another. Never destroyed:
// at exit, pool threads may still be letting go of sets.
RecycledBuffers& Recycled() {
  static auto* buffers = new RecycledBuffers(8, size_t{16} << 20);
  return *buffers;
}

}  // namespace

MemorySet::MemorySet() : SourceSet(WaitMeter::Assumed::quick), data_(Recycled().Take()) {}

MemorySet::~MemorySet() { Recycled().Give(std::move(data_)); }

uint64_t MemorySet::Add(Bytes bytes, std::string name) {
  data_.Append(bytes);
  if (data_.data() == nullptr)
    data_.Resize(1), data_.Resize(0);  // empty items still have an address
  ends_.push_back(data_.size());
  if (!name.empty()) {
    names_.resize(ends_.size());
    names_.back() = std::move(name);
  }
  return ends_.size() - 1;
}

void MemorySet::AddAll(std::span<const Bytes> items) {
  // Many small items lie anywhere: the next one's first lines are asked for while this one is
  // copied.
  constexpr size_t kAhead = 2;
  constexpr size_t kLine = 64;
  constexpr size_t kLines = 4;
  size_t total = data_.size();
  for (const Bytes item : items) total += item.size();
  data_.Reserve(total);
  ends_.reserve(ends_.size() + items.size());
  for (size_t i = 0; i < items.size(); ++i) {
    if (i + kAhead < items.size()) {
      const Bytes next = items[i + kAhead];
      for (size_t at = 0; at < std::min(next.size(), kLines * kLine); at += kLine) {
        __builtin_prefetch(next.data() + at);
      }
    }
    Add(items[i]);
  }
}

std::string MemorySet::Name(uint64_t index) const {
  return index < names_.size() && !names_[index].empty() ? names_[index] : "memory";
}

uint64_t MemorySet::Add(Buffer bytes, std::string name) {
  if (!ends_.empty() || bytes.data() == nullptr) return Add(bytes.bytes(), std::move(name));
  data_ = std::move(bytes);
  return Add(Bytes(), std::move(name));
}

Bytes MemorySet::Memory(uint64_t index) const {
  const uint64_t begin = index == 0 ? 0 : ends_[index - 1];
  return {data_.data() + begin, ends_[index] - begin};
}

Status MemorySet::ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const {
  const Bytes memory = Memory(index);
  if (!RangeFits(begin, out.size(), memory.size())) {
    return Error{ErrorCode::IO_TRUNCATED, "the range ends past the bytes in memory", Name(index)};
  }
  if (!out.empty()) std::memcpy(out.data(), memory.data() + begin, out.size());
  return {};
}

void MemorySet::AddPlace(uint64_t index, Error& error) const {
  SourceSet::AddPlace(index, error);
  if (count() > 1 && index >= names_.size() && !error.record) error.record = index;
}

}  // namespace dareblopy
