#include "core/io/memory_set.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#include "core/base/checked.h"

namespace dareblopy {

namespace {

// Memory of sets that are gone. A list of all threads: sets are made on one and let go on another.
class Recycled {
 public:
  Recycled() { buffers_.reserve(kMaxBuffers); }
  Buffer Take() {
    std::lock_guard lock(mutex_);
    if (buffers_.empty()) return {};
    Buffer buffer = std::move(buffers_.back());
    buffers_.pop_back();
    return buffer;
  }
  void Give(Buffer buffer) {
    if (buffer.capacity() == 0 || buffer.capacity() > kMaxBytes) return;
    buffer.Resize(0);
    std::lock_guard lock(mutex_);
    if (buffers_.size() < kMaxBuffers) buffers_.push_back(std::move(buffer));
  }

  /// Never destroyed: at exit, pool threads may still be letting go of sets.
  static Recycled& Shared() {
    static auto* shared = new Recycled;
    return *shared;
  }

 private:
  static constexpr size_t kMaxBytes = size_t{16} << 20;
  static constexpr size_t kMaxBuffers = 8;
  std::mutex mutex_;
  std::vector<Buffer> buffers_;
};

}  // namespace

MemorySet::MemorySet() : data_(Recycled::Shared().Take()) {}

MemorySet::~MemorySet() { Recycled::Shared().Give(std::move(data_)); }

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
