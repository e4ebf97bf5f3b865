#include "core/io/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <random>
#include <utility>

#include "core/io/posix/system_calls.h"

namespace dareblopy {

namespace {

std::string FolderOf(const std::string& path) {
  const size_t slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// ".name.1a2b3c4d.tmp" beside the file: renaming does not work across file systems.
std::string TemporaryName(const std::string& path) {
  const size_t slash = path.find_last_of('/');
  const size_t name = slash == std::string::npos ? 0 : slash + 1;
  char random[16];
  std::snprintf(random, sizeof(random), ".%08x", std::random_device()());
  return path.substr(0, name) + "." + path.substr(name) + random + ".tmp";
}

constexpr mode_t kMode = 0666;  // the umask takes from it

}  // namespace

Result<std::unique_ptr<AtomicFile>> AtomicFile::Create(std::string path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) {
    return SystemError(EISDIR, "cannot write", std::move(path));
  }
#ifdef O_TMPFILE
  // Where /proc is missing it could not be given its name later.
  if (::access("/proc/self/fd", X_OK) == 0) {
    const int unnamed = ::open(FolderOf(path).c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, kMode);
    if (unnamed >= 0)
      return std::unique_ptr<AtomicFile>(new AtomicFile(std::move(path), "", unnamed));
  }
#endif
  std::string temporary = TemporaryName(path);
  const int fd = ::open(temporary.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, kMode);
  if (fd < 0) return SystemError(errno, "cannot create", std::move(path));
  return std::unique_ptr<AtomicFile>(new AtomicFile(std::move(path), std::move(temporary), fd));
}

AtomicFile::~AtomicFile() {
  if (handle_ == kNoHandle) return;
  ::close(Descriptor(handle_));
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Status AtomicFile::Append(Bytes bytes) {
  DAREBLOPY_TRY(WriteAt(size_, bytes));
  size_ += bytes.size();
  return {};
}

Status AtomicFile::WriteAt(uint64_t offset, Bytes bytes) {
  constexpr size_t kMostAtOnce = size_t{1} << 30;
  while (!bytes.empty()) {
    const ssize_t put = ::pwrite(Descriptor(handle_), bytes.data(),
                                 std::min(bytes.size(), kMostAtOnce), static_cast<off_t>(offset));
    if (put < 0) {
      if (errno == EINTR) continue;
      return SystemError(errno, "cannot write", path_);
    }
    offset += static_cast<uint64_t>(put);
    bytes = bytes.subspan(static_cast<size_t>(put));
  }
  return {};
}

Status AtomicFile::Sync() {
  while (::fsync(Descriptor(handle_)) != 0) {
    if (errno == EINVAL || errno == ENOTSUP) break;  // a file system without it
    if (errno != EINTR) return SystemError(errno, "cannot sync", path_);
  }
  return {};
}

Status AtomicFile::LinkTemporary() {
  const std::string self = "/proc/self/fd/" + std::to_string(handle_);
  // Where nothing has the name yet, link() gives it at once; it never replaces a file.
  if (::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, path_.c_str(), AT_SYMLINK_FOLLOW) == 0) return {};
  if (errno != EEXIST) return SystemError(errno, "cannot create", path_);
  std::string temporary = TemporaryName(path_);
  if (::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, temporary.c_str(), AT_SYMLINK_FOLLOW) != 0) {
    return SystemError(errno, "cannot create", path_);
  }
  temporary_ = std::move(temporary);
  return {};
}

Status AtomicFile::Commit() {
  if (temporary_.empty()) DAREBLOPY_TRY(LinkTemporary());
  if (!temporary_.empty() && ::rename(temporary_.c_str(), path_.c_str()) != 0) {
    return SystemError(errno, "cannot rename", path_);
  }
  temporary_.clear();
  const int fd = Descriptor(std::exchange(handle_, kNoHandle));
  if (::close(fd) != 0 && errno != EINTR) return SystemError(errno, "cannot close", path_);
  return {};
}

}  // namespace dareblopy
