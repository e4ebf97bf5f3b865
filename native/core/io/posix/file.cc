#include "core/io/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "core/io/no_wait.h"
#include "core/io/posix/system_calls.h"

namespace dareblopy {

namespace {

/// A file that is open while this lives, unless it is released.
class Opened {
 public:
  explicit Opened(int fd) : fd_(fd) {}
  ~Opened() {
    if (fd_ >= 0) ::close(fd_);
  }
  Opened(Opened&& other) noexcept : fd_(other.Release()) {}
  Opened& operator=(Opened&&) = delete;
  int fd() const { return fd_; }
  int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

Result<Opened> OpenToRead(const std::string& path) {
  const bool no_wait = NoWait::Active();
  // O_NONBLOCK: a FIFO must not block the pool; it is refused later.
  constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
  const int fd = no_wait ? OpenCached(path.c_str(), kFlags) : ::open(path.c_str(), kFlags);
  if (fd < 0 && no_wait) return WouldWaitError();  // whatever it is, a thread that waits says it
  if (fd < 0) return SystemError(errno, "cannot open", path);
  return Opened(fd);
}

/// What the system says of an open file. An error where it is not a regular one.
Result<struct stat> StatRegular(const Opened& file, const std::string& path) {
  struct stat info {};
  if (::fstat(file.fd(), &info) != 0) return SystemError(errno, "cannot stat", path);
  if (S_ISDIR(info.st_mode)) return SystemError(EISDIR, "cannot read", path);
  if (!S_ISREG(info.st_mode)) return Error{ErrorCode::IO_ERROR, "not a regular file", path};
  return info;
}

}  // namespace

Result<std::shared_ptr<File>> File::Open(std::string path) {
  DAREBLOPY_ASSIGN(Opened file, OpenToRead(path));
  DAREBLOPY_ASSIGN(const auto info, StatRegular(file, path));
#if defined(__APPLE__)
  const auto& mtime = info.st_mtimespec;
#else
  const auto& mtime = info.st_mtim;
#endif
  const int64_t mtime_ns = int64_t{mtime.tv_sec} * 1'000'000'000 + mtime.tv_nsec;
  return std::shared_ptr<File>(
      new File(std::move(path), file.Release(), static_cast<uint64_t>(info.st_size), mtime_ns));
}

// Of a regular file, a read that gives less than was asked for has met the end: its size need not
// be asked, which costs a round trip over a network. Unless it was broken off, by a signal or a
// device's error: that is between two pages. Then, and where pread gives nothing, or more than was
// expected, the system is asked what the file is.
Status File::ReadAll(const std::string& path, size_t expected, Buffer& out) {
  DAREBLOPY_ASSIGN(Opened file, OpenToRead(path));
  out.Resize(expected + 1);
  const iovec part{out.data(), out.size()};
  ssize_t got;
  do {
    got = NoWait::Active() ? ReadCached(file.fd(), &part, 1, 0)
                           : ::pread(file.fd(), out.data(), out.size(), 0);
  } while (got < 0 && errno == EINTR && !NoWait::Active());
  if (got < 0 && NoWait::Active()) return WouldWaitError();
  constexpr ssize_t kPage = 4096;
  if (got % kPage != 0 && static_cast<size_t>(got) < out.size() && !NoWait::Active()) {
    out.Resize(static_cast<size_t>(got));
    return {};
  }
  const int failed = errno;
  DAREBLOPY_ASSIGN(const auto info, StatRegular(file, path));
  if (got < 0) return SystemError(failed, "cannot read", path);
  out.Resize(static_cast<size_t>(info.st_size));
  const File rest(path, file.Release(), static_cast<uint64_t>(info.st_size), 0);
  const size_t had = std::min(static_cast<size_t>(std::max<ssize_t>(got, 0)), out.size());
  return rest.ReadAt(had, out.mutable_bytes().subspan(had));
}

File::~File() { ::close(Descriptor(handle_)); }

Status File::ReadAt(uint64_t offset, MutableBytes out) const {
  const int fd = Descriptor(handle_);
  constexpr size_t kMostAtOnce = size_t{1} << 30;  // Linux reads at most 0x7ffff000 bytes a call
  while (!out.empty()) {
    const size_t size = std::min(out.size(), kMostAtOnce);
    const iovec part{out.data(), size};
    const bool no_wait = NoWait::Active();
    const ssize_t got = no_wait ? ReadCached(fd, &part, 1, offset)
                                : ::pread(fd, out.data(), size, static_cast<off_t>(offset));
    if (got < 0) {
      if (no_wait) return WouldWaitError();
      if (errno == EINTR) continue;
      Error error = SystemError(errno, "cannot read", path_);
      error.offset = offset;
      return error;
    }
    if (got == 0) {
      Error error{ErrorCode::IO_TRUNCATED, "the file ends before the bytes that were asked for",
                  path_};
      error.offset = offset;
      error.expected = static_cast<uint64_t>(offset + out.size());
      error.actual = offset;
      return error;
    }
    offset += static_cast<uint64_t>(got);
    out = out.subspan(static_cast<size_t>(got));
  }
  return {};
}

Status File::ReadAt(uint64_t offset, MutableBytes first, MutableBytes second) const {
  const int fd = Descriptor(handle_);
  iovec parts[] = {{first.data(), first.size()}, {second.data(), second.size()}};
  const ssize_t got = NoWait::Active() ? ReadCached(fd, parts, 2, offset)
                                       : ::preadv(fd, parts, 2, static_cast<off_t>(offset));
  if (got < 0) {  // the plain reads below say what is wrong
    DAREBLOPY_TRY(ReadAt(offset, first));
    return ReadAt(offset + first.size(), second);
  }
  const size_t in_first = std::min(static_cast<size_t>(got), first.size());
  const size_t in_second = static_cast<size_t>(got) - in_first;
  if (in_first < first.size()) DAREBLOPY_TRY(ReadAt(offset + in_first, first.subspan(in_first)));
  return ReadAt(offset + first.size() + in_second, second.subspan(in_second));
}

}  // namespace dareblopy
