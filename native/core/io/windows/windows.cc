#include "core/io/windows/windows.h"

#include <cerrno>
#include <utility>

namespace dareblopy {

std::wstring Widen(std::string_view utf8) {
  const int size = static_cast<int>(utf8.size());
  std::wstring wide(
      static_cast<size_t>(MultiByteToWideChar(CP_UTF8, 0, utf8.data(), size, nullptr, 0)), L'\0');
  MultiByteToWideChar(CP_UTF8, 0, utf8.data(), size, wide.data(), static_cast<int>(wide.size()));
  return wide;
}

std::string Narrow(std::wstring_view wide) {
  const int size = static_cast<int>(wide.size());
  std::string utf8(static_cast<size_t>(WideCharToMultiByte(CP_UTF8, 0, wide.data(), size, nullptr,
                                                           0, nullptr, nullptr)),
                   '\0');
  WideCharToMultiByte(CP_UTF8, 0, wide.data(), size, utf8.data(), static_cast<int>(utf8.size()),
                      nullptr, nullptr);
  return utf8;
}

namespace {

bool IsDevice(std::wstring_view path) {
  return path.starts_with(L"\\\\?\\") || path.starts_with(L"\\\\.\\");
}

bool HasDrive(std::wstring_view path) {
  return path.size() >= 3 && path[1] == L':' && path[2] == L'\\';
}

/// Takes `.` and `..` out of what follows `root`, as `\\?\` does not. GetFullPathName would, but it
/// also reads `C:\data\NUL` as the device.
std::wstring Normal(std::wstring root, std::wstring_view rest) {
  std::wstring path = std::move(root);
  const size_t bottom = path.size();
  while (!rest.empty()) {
    const size_t end = std::min(rest.find(L'\\'), rest.size());
    const std::wstring_view part = rest.substr(0, end);
    rest.remove_prefix(end == rest.size() ? end : end + 1);
    if (part.empty() || part == L".") continue;
    if (part == L"..") {
      const size_t slash = path.rfind(L'\\');
      path.resize(slash == std::wstring::npos || slash < bottom ? bottom : slash);
      continue;
    }
    if (!path.ends_with(L'\\')) path += L'\\';
    path += part;
  }
  return path;
}

std::wstring CurrentFolder() {
  std::wstring folder(GetCurrentDirectoryW(0, nullptr), L'\0');
  folder.resize(GetCurrentDirectoryW(static_cast<DWORD>(folder.size()), folder.data()));
  return folder;
}

}  // namespace

std::wstring LongPath(std::string_view utf8) {
  std::wstring path = Widen(utf8);
  for (wchar_t& c : path) {
    if (c == L'/') c = L'\\';
  }
  if (IsDevice(path)) return path;
  if (path.starts_with(L"\\\\")) {  // \\server\share\...: the share is not left by `..`
    const size_t server = path.find(L'\\', 2);
    const size_t share = server == std::wstring::npos ? server : path.find(L'\\', server + 1);
    if (share == std::wstring::npos) return L"\\\\?\\UNC" + path.substr(1);
    return Normal(L"\\\\?\\UNC" + path.substr(1, share - 1), std::wstring_view(path).substr(share));
  }
  if (!HasDrive(path)) {
    const std::wstring here = CurrentFolder();
    if (IsDevice(here) || here.starts_with(L"\\\\")) return here + L'\\' + path;
    path = path.starts_with(L'\\') ? here.substr(0, 2) + path : here + L'\\' + path;
  }
  return Normal(L"\\\\?\\" + path.substr(0, 3), std::wstring_view(path).substr(3));
}

int ErrnoOf(DWORD error) {
  switch (error) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:
    case ERROR_BAD_NETPATH:
    case ERROR_BAD_NET_NAME:
      return ENOENT;
    case ERROR_DIRECTORY:
      return ENOTDIR;
    case ERROR_ACCESS_DENIED:
    case ERROR_SHARING_VIOLATION:
    case ERROR_LOCK_VIOLATION:
      return EACCES;
    case ERROR_FILE_EXISTS:
    case ERROR_ALREADY_EXISTS:
      return EEXIST;
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL:
      return ENOSPC;
    case ERROR_WRITE_PROTECT:
      return EROFS;
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_OUTOFMEMORY:
      return ENOMEM;
    default:
      return EIO;
  }
}

Error WindowsError(DWORD error, std::string message, std::string path) {
  return SystemError(ErrnoOf(error), message + " (Windows error " + std::to_string(error) + ")",
                     std::move(path));
}

}  // namespace dareblopy
