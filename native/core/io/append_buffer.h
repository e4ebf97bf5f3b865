// Gathers what is appended to a file in small pieces: a system call a piece costs more than copying
// some kilobytes.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/buffer.h"
#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/io/atomic_file.h"

namespace dareblopy {

/// Written by one thread at a time. Does not flush by itself when it goes: what was not committed
/// is not kept anyway.
class AppendBuffer {
 public:
  explicit AppendBuffer(AtomicFile& file) : file_(file) {}

  /// Bytes appended so far, those that are still gathered included.
  uint64_t size() const { return file_.size() + gathered_.size(); }
  /// Whether `bytes` more can be appended without a system call.
  bool HasRoom(size_t bytes) const { return bytes <= kMostGathered - gathered_.size(); }
  /// Error: those of AtomicFile::Append, of these bytes or of earlier ones: after a write that
  /// failed, part of which may be there, nothing more is appended.
  Status Append(Bytes bytes);
  /// Gives the file what was gathered.
  Status Flush();

 private:
  Status Write(Bytes bytes);

  static constexpr size_t kMostGathered = size_t{1} << 20;
  static constexpr size_t kGathered = size_t{128} << 10;  // longer pieces are written as they are

  AtomicFile& file_;
  Buffer gathered_;
  std::optional<Error> failure_;
};

}  // namespace dareblopy
