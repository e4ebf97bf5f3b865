// What the system calls an open file: a file descriptor, or a HANDLE of Windows. Only the folders
// of the systems (posix/, windows/) look inside.
#pragma once

#include <cstdint>

namespace dareblopy {

using SystemHandle = std::intptr_t;
inline constexpr SystemHandle kNoHandle = -1;

}  // namespace dareblopy
