// A part of a file mapped copy-on-write: writing to it changes neither the file nor other mappings.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/io/file.h"

namespace dareblopy {

/// Unmapped when destroyed. A file that is cut short while it is mapped ends the process (SIGBUS)
/// when the lost part is touched: nothing here is mapped unless the caller asked for it.
class MappedRange {
 public:
  /// Errors: IO_TRUNCATED where the file is too short by now, IO_ERROR.
  static Result<MappedRange> Map(const File& file, uint64_t offset, size_t size);
  MappedRange(MappedRange&& other) noexcept;
  MappedRange& operator=(MappedRange&& other) noexcept;
  ~MappedRange();

  uint8_t* data() const { return static_cast<uint8_t*>(base_) + skipped_; }
  size_t size() const { return mapped_ - skipped_; }
  Bytes bytes() const { return {data(), size()}; }

 private:
  MappedRange(void* base, size_t mapped, size_t skipped)
      : base_(base), mapped_(mapped), skipped_(skipped) {}
  void* base_;
  size_t mapped_;   // bytes from the page's begin
  size_t skipped_;  // bytes between the page's begin and the range's
};

}  // namespace dareblopy
