#include "core/io/atomic_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <random>
#include <utility>
#include <vector>

#include "core/io/windows/windows.h"

namespace dareblopy {

namespace {

// ".name.1a2b3c4d.tmp" beside the file: renaming does not work across volumes.
std::string TemporaryName(const std::string& path) {
  const size_t slash = path.find_last_of("/\\");
  const size_t name = slash == std::string::npos ? 0 : slash + 1;
  char random[16];
  std::snprintf(random, sizeof(random), ".%08x", std::random_device()());
  return path.substr(0, name) + "." + path.substr(name) + random + ".tmp";
}

bool IsFolder(const std::wstring& path) {
  const DWORD attributes = GetFileAttributesW(path.c_str());
  return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

// Windows 10 1709 and later: as POSIX renames, also over a file that others have open.
bool RenameOpenFile(HANDLE handle, const std::wstring& target) {
  struct RenameInfo {  // FILE_RENAME_INFO, whose Flags not every header has
    DWORD flags;
    HANDLE root;
    DWORD name_bytes;
    wchar_t name[1];
  };
  constexpr auto kFileRenameInfoEx = static_cast<FILE_INFO_BY_HANDLE_CLASS>(22);
  constexpr DWORD kReplaceIfExists = 1, kPosixSemantics = 2;
  const size_t name_bytes = target.size() * sizeof(wchar_t);
  std::vector<uint64_t> memory((sizeof(RenameInfo) + name_bytes) / sizeof(uint64_t) + 1);
  auto* info = reinterpret_cast<RenameInfo*>(memory.data());
  info->flags = kReplaceIfExists | kPosixSemantics;
  info->name_bytes = static_cast<DWORD>(name_bytes);
  std::copy(target.begin(), target.end(), info->name);
  return SetFileInformationByHandle(handle, kFileRenameInfoEx, info,
                                    static_cast<DWORD>(memory.size() * sizeof(uint64_t)));
}

}  // namespace

Result<std::unique_ptr<AtomicFile>> AtomicFile::Create(std::string path) {
  if (IsFolder(LongPath(path))) return SystemError(EISDIR, "cannot write", std::move(path));
  std::string temporary = TemporaryName(path);
  const HANDLE handle = CreateFileW(
      LongPath(temporary).c_str(), GENERIC_READ | GENERIC_WRITE | DELETE,
      FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr);
  if (handle == INVALID_HANDLE_VALUE)
    return WindowsError(GetLastError(), "cannot create", std::move(path));
  return std::unique_ptr<AtomicFile>(
      new AtomicFile(std::move(path), std::move(temporary), Portable(handle)));
}

AtomicFile::~AtomicFile() {
  if (handle_ == kNoHandle) return;
  CloseHandle(Native(handle_));
  if (!temporary_.empty()) DeleteFileW(LongPath(temporary_).c_str());
}

Status AtomicFile::Append(Bytes bytes) {
  DAREBLOPY_TRY(WriteAt(size_, bytes));
  size_ += bytes.size();
  return {};
}

Status AtomicFile::WriteAt(uint64_t offset, Bytes bytes) {
  constexpr size_t kMostAtOnce = size_t{1} << 30;
  while (!bytes.empty()) {
    OVERLAPPED at{};
    at.Offset = static_cast<DWORD>(offset);
    at.OffsetHigh = static_cast<DWORD>(offset >> 32);
    DWORD put = 0;
    const auto size = static_cast<DWORD>(std::min(bytes.size(), kMostAtOnce));
    if (!WriteFile(Native(handle_), bytes.data(), size, &put, &at))
      return WindowsError(GetLastError(), "cannot write", path_);
    offset += put;
    bytes = bytes.subspan(put);
  }
  return {};
}

Status AtomicFile::Sync() {
  if (FlushFileBuffers(Native(handle_))) return {};
  return WindowsError(GetLastError(), "cannot sync", path_);
}

Status AtomicFile::Commit() {
  const std::wstring target = LongPath(path_);
  const HANDLE handle = Native(handle_);
  if (RenameOpenFile(handle, target)) {
    temporary_.clear();
    handle_ = kNoHandle;
    if (!CloseHandle(handle)) return WindowsError(GetLastError(), "cannot close", path_);
    return {};
  }
  // File systems without such renames: the older way, which an open target refuses.
  CloseHandle(handle);
  handle_ = kNoHandle;
  const std::wstring source = LongPath(std::exchange(temporary_, std::string()));
  if (MoveFileExW(source.c_str(), target.c_str(), MOVEFILE_REPLACE_EXISTING)) return {};
  const DWORD failed = GetLastError();
  DeleteFileW(source.c_str());
  return WindowsError(failed, "cannot rename", path_);
}

}  // namespace dareblopy
