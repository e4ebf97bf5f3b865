// A file opened for reading by offset: any number of threads may read one File at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/buffer.h"
#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/io/system_handle.h"

namespace dareblopy {

class File {
 public:
  /// Opens a regular file. Errors: IO_NOT_FOUND, IO_IS_DIRECTORY, IO_ACCESS_DENIED, IO_ERROR.
  static Result<std::shared_ptr<File>> Open(std::string path);
  /// Opens a regular file and reads all of it into `out`, which is resized to fit: two system calls
  /// where it is not larger than `expected`. Errors: those of Open and ReadAt.
  static Status ReadAll(const std::string& path, size_t expected, Buffer& out);
  ~File();
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  const std::string& path() const { return path_; }
  /// The size when it was opened, in bytes.
  uint64_t size() const { return size_; }
  /// Modification time when it was opened, in nanoseconds since 1970.
  int64_t mtime_ns() const { return mtime_ns_; }
  SystemHandle handle() const { return handle_; }

  /// Fills `out` from `offset`. Error: IO_TRUNCATED with the offset reached when the file ends
  /// first.
  Status ReadAt(uint64_t offset, MutableBytes out) const;
  /// As ReadAt, filling `first` and then `second`, with one system call.
  Status ReadAt(uint64_t offset, MutableBytes first, MutableBytes second) const;

 private:
  File(std::string path, SystemHandle handle, uint64_t size, int64_t mtime_ns)
      : path_(std::move(path)), handle_(handle), size_(size), mtime_ns_(mtime_ns) {}
  std::string path_;
  SystemHandle handle_;
  uint64_t size_;
  int64_t mtime_ns_;
};

}  // namespace dareblopy
