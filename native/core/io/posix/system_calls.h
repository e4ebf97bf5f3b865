// System calls that fail instead of waiting for a device. Only Linux has them; elsewhere, and where
// a file system or a sandbox does not know them, they fail always.
#pragma once

#include <sys/types.h>
#include <sys/uio.h>

#include <cstdint>

#include "core/io/system_handle.h"

namespace dareblopy {

inline int Descriptor(SystemHandle handle) { return static_cast<int>(handle); }

/// open(path, flags), if the system has all it takes in its caches; else, or when it fails, -1.
int OpenCached(const char* path, int flags);

/// preadv, of what lies in the page cache; -1 when that is nothing.
ssize_t ReadCached(int fd, const iovec* parts, int count, uint64_t offset);

}  // namespace dareblopy
