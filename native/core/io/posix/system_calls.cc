#include "core/io/posix/system_calls.h"

#if defined(__linux__)
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace dareblopy {

#if defined(__linux__) && defined(SYS_openat2) && defined(RWF_NOWAIT)

int OpenCached(const char* path, int flags) {
  constexpr uint64_t kResolveCached = 0x20;  // Linux 5.12; older headers lack its name
  open_how how{};
  how.flags = static_cast<uint64_t>(flags);
  how.resolve = kResolveCached;
  return static_cast<int>(::syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof(how)));
}

ssize_t ReadCached(int fd, const iovec* parts, int count, uint64_t offset) {
  return ::preadv2(fd, parts, count, static_cast<off_t>(offset), RWF_NOWAIT);
}

#else

int OpenCached(const char*, int) { return -1; }
ssize_t ReadCached(int, const iovec*, int, uint64_t) { return -1; }

#endif

}  // namespace dareblopy
