// Memory that is not zeroed: a growable owned buffer, and scratch space borrowed from the thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/base/aligned_memory.h"
#include "core/base/bytes.h"

namespace dareblopy {

/// Owned, uninitialised bytes, 64-byte aligned. Growing keeps the contents up to `size()`.
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(size_t size) { Resize(size); }
  Buffer(Buffer&& other) noexcept;
  Buffer& operator=(Buffer&& other) noexcept;
  ~Buffer() { FreeAligned(data_); }

  uint8_t* data() { return data_; }
  const uint8_t* data() const { return data_; }
  size_t size() const { return size_; }
  size_t capacity() const { return capacity_; }
  Bytes bytes() const { return {data_, size_}; }
  MutableBytes mutable_bytes() { return {data_, size_}; }

  /// Sets the size; contents up to the smaller size are kept. Throws std::bad_alloc (the pool turns
  /// that into OUT_OF_MEMORY); check sizes from files against a limit first.
  void Resize(size_t size);
  /// Appends, growing geometrically.
  void Append(Bytes bytes);
  /// Room for at least `capacity` bytes without moving again.
  void Reserve(size_t capacity);

 private:
  uint8_t* data_ = nullptr;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

/// Scratch memory borrowed from the calling thread's free list and given back on destruction, so
/// that a thread that reads many samples touches the same warm pages again. Nested borrowing is
/// fine. Buffers above 16 MiB are freed instead of kept.
class ScratchBuffer {
 public:
  explicit ScratchBuffer(size_t size = 0);
  ~ScratchBuffer();
  ScratchBuffer(const ScratchBuffer&) = delete;
  ScratchBuffer& operator=(const ScratchBuffer&) = delete;

  MutableBytes Resize(size_t size) {
    buffer_.Resize(size);
    return buffer_.mutable_bytes();
  }
  MutableBytes bytes() { return buffer_.mutable_bytes(); }
  Buffer& buffer() { return buffer_; }
  /// Frees what the calling thread keeps beyond one buffer of at most `bytes`: for threads of which
  /// there are many.
  static void Trim(size_t bytes);

 private:
  Buffer buffer_;
};

}  // namespace dareblopy
