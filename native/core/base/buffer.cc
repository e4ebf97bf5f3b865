#include "core/base/buffer.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>
#include <vector>

#include "core/base/aligned_memory.h"
#include "core/base/huge_pages.h"

namespace dareblopy {

namespace {

constexpr size_t kAlignment = 64;
constexpr size_t kKeptBytes = size_t{16} << 20;
constexpr size_t kKeptBuffers = 8;
constexpr size_t kLeastGrowth = 512;  // what is appended to once is so again

std::vector<Buffer>& FreeList() {
  thread_local std::vector<Buffer> free_list;
  return free_list;
}

}  // namespace

Buffer::Buffer(Buffer&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)) {}

Buffer& Buffer::operator=(Buffer&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(capacity_, other.capacity_);
  return *this;
}

void Buffer::Reserve(size_t capacity) {
  if (capacity <= capacity_) return;
  const size_t rounded = (capacity + kAlignment - 1) & ~(kAlignment - 1);
  if (rounded < capacity) throw std::bad_alloc();
  auto* data = static_cast<uint8_t*>(AllocateAligned(kAlignment, rounded));
  if (data == nullptr) throw std::bad_alloc();
  AdviseHugePages(data, rounded);
  if (size_ > 0) std::memcpy(data, data_, size_);
  FreeAligned(data_);
  data_ = data;
  capacity_ = rounded;
}

void Buffer::Resize(size_t size) {
  Reserve(size);
  size_ = size;
}

void Buffer::Append(Bytes bytes) {
  if (bytes.empty()) return;
  const size_t size = size_ + bytes.size();
  if (size > capacity_) Reserve(std::max({size, capacity_ * 2, kLeastGrowth}));
  std::memcpy(data_ + size_, bytes.data(), bytes.size());
  size_ = size;
}

ScratchBuffer::ScratchBuffer(size_t size) {
  auto& free_list = FreeList();
  if (!free_list.empty()) {
    buffer_ = std::move(free_list.back());
    free_list.pop_back();
  }
  buffer_.Resize(0);  // nothing to copy when it grows
  buffer_.Resize(size);
}

ScratchBuffer::~ScratchBuffer() {
  auto& free_list = FreeList();
  if (buffer_.capacity() > 0 && buffer_.capacity() <= kKeptBytes &&
      free_list.size() < kKeptBuffers) {
    free_list.push_back(std::move(buffer_));
  }
}

void ScratchBuffer::Trim(size_t bytes) {
  auto& free_list = FreeList();
  std::erase_if(free_list, [&](const Buffer& kept) { return kept.capacity() > bytes; });
  if (free_list.size() > 1) free_list.resize(1);
}

}  // namespace dareblopy
