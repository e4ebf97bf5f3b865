// Writes an archive front to back, in POSIX.1-2001's format: ustar headers, and a pax header where
// a name or a size has no room in one. The file appears under its name only when it is complete.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/io/append_buffer.h"
#include "core/io/atomic_file.h"

namespace dareblopy::tar {

struct EntryInfo {
  std::string name;      // UTF-8
  int64_t modified = 0;  // seconds since 1970
  uint32_t mode = 0644;
};

/// Used by one thread at a time.
class Writer {
 public:
  /// Errors: those of AtomicFile::Create.
  static Result<std::unique_ptr<Writer>> Create(std::string path);

  Status Add(const EntryInfo& info, Bytes data);
  /// Writes the two blocks that end it and gives it its name.
  Status Close();

  const std::string& path() const { return file_->path(); }

 private:
  explicit Writer(std::unique_ptr<AtomicFile> file) : file_(std::move(file)), out_(*file_) {}
  Status AppendPadded(Bytes bytes);

  std::unique_ptr<AtomicFile> file_;
  AppendBuffer out_;
};

}  // namespace dareblopy::tar
