// Windows' API in this project's terms: paths, errors, handles.
#pragma once

#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <windows.h>

#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/io/system_handle.h"

namespace dareblopy {

inline HANDLE Native(SystemHandle handle) { return reinterpret_cast<HANDLE>(handle); }
inline SystemHandle Portable(HANDLE handle) { return reinterpret_cast<SystemHandle>(handle); }

std::wstring Widen(std::string_view utf8);
std::string Narrow(std::wstring_view wide);

/// A path as the system takes it at any length: absolute, with `\\?\` before it, which also takes
/// the meaning from names such as `NUL`, `COM1` and `a.txt.` below it: they are files or nothing.
std::wstring LongPath(std::string_view utf8);

/// GetLastError() as an errno, for SystemError.
int ErrnoOf(DWORD error);
Error WindowsError(DWORD error, std::string message, std::string path);

}  // namespace dareblopy
