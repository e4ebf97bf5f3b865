// A file that appears under its name only when it is complete: writers write to a temporary one
// beside it and rename. A process that is killed leaves the old file, or none, and on Linux no
// temporary one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/io/system_handle.h"

namespace dareblopy {

/// Written by one thread at a time.
class AtomicFile {
 public:
  /// Errors: IO_NOT_FOUND (no such folder), IO_ACCESS_DENIED, IO_IS_DIRECTORY (`path` is a folder),
  /// IO_ERROR.
  static Result<std::unique_ptr<AtomicFile>> Create(std::string path);
  /// Without Commit: what was written is removed.
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  const std::string& path() const { return path_; }
  /// What Commit is to call it, in the same folder, where that is not known when it is created.
  void set_path(std::string path) { path_ = std::move(path); }
  /// Bytes appended so far.
  uint64_t size() const { return size_; }
  Status Append(Bytes bytes);
  /// Writes over what was appended before.
  Status WriteAt(uint64_t offset, Bytes bytes);
  /// Waits until the device has what was written: then no power cut can leave the name without it.
  Status Sync();
  /// Gives the file its name, over an older one of that name, and closes it.
  Status Commit();

 private:
  AtomicFile(std::string path, std::string temporary, SystemHandle handle)
      : path_(std::move(path)), temporary_(std::move(temporary)), handle_(handle) {}
  Status LinkTemporary();

  std::string path_;
  std::string temporary_;  // empty: the file has no name yet (O_TMPFILE)
  SystemHandle handle_;
  uint64_t size_ = 0;
};

}  // namespace dareblopy
