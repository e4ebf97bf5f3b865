#include "core/io/file.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "core/io/no_wait.h"
#include "core/io/windows/windows.h"

namespace dareblopy {

namespace {

// Others may write, rename and remove what is being read, as they may elsewhere.
constexpr DWORD kShared = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

/// 100 ns since 1601 as nanoseconds since 1970.
int64_t UnixNanoseconds(const FILETIME& time) {
  const auto ticks = int64_t{time.dwHighDateTime} << 32 | time.dwLowDateTime;
  return (ticks - 116'444'736'000'000'000) * 100;
}

}  // namespace

Result<std::shared_ptr<File>> File::Open(std::string path) {
  if (NoWait::Active()) return WouldWaitError();  // nothing tells what is in the caches
  const std::wstring wide = LongPath(path);
  const HANDLE handle = CreateFileW(wide.c_str(), GENERIC_READ, kShared, nullptr, OPEN_EXISTING,
                                    FILE_ATTRIBUTE_NORMAL, nullptr);
  if (handle == INVALID_HANDLE_VALUE) {
    const DWORD failed = GetLastError();
    const DWORD attributes = GetFileAttributesW(wide.c_str());
    if (attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0)
      return SystemError(EISDIR, "cannot read", std::move(path));
    return WindowsError(failed, "cannot open", std::move(path));
  }
  BY_HANDLE_FILE_INFORMATION info;
  if (GetFileType(handle) != FILE_TYPE_DISK) {
    CloseHandle(handle);
    return Error{ErrorCode::IO_ERROR, "not a regular file", std::move(path)};
  }
  if (!GetFileInformationByHandle(handle, &info)) {
    const DWORD failed = GetLastError();
    CloseHandle(handle);
    return WindowsError(failed, "cannot stat", std::move(path));
  }
  const uint64_t size = uint64_t{info.nFileSizeHigh} << 32 | info.nFileSizeLow;
  const int64_t mtime_ns = UnixNanoseconds(info.ftLastWriteTime);
  return std::shared_ptr<File>(new File(std::move(path), Portable(handle), size, mtime_ns));
}

Status File::ReadAll(const std::string& path, size_t, Buffer& out) {
  DAREBLOPY_ASSIGN(const auto file, Open(path));
  out.Resize(static_cast<size_t>(file->size()));
  return file->ReadAt(0, out.mutable_bytes());
}

File::~File() { CloseHandle(Native(handle_)); }

Status File::ReadAt(uint64_t offset, MutableBytes out) const {
  constexpr size_t kMostAtOnce = size_t{1} << 30;
  while (!out.empty()) {
    if (NoWait::Active()) return WouldWaitError();
    // With an offset of its own a read neither uses nor needs the handle's position.
    OVERLAPPED at{};
    at.Offset = static_cast<DWORD>(offset);
    at.OffsetHigh = static_cast<DWORD>(offset >> 32);
    const auto size = static_cast<DWORD>(std::min(out.size(), kMostAtOnce));
    DWORD got = 0;
    if (!ReadFile(Native(handle_), out.data(), size, &got, &at)) {
      const DWORD failed = GetLastError();
      if (failed != ERROR_HANDLE_EOF) {
        Error error = WindowsError(failed, "cannot read", path_);
        error.offset = offset;
        return error;
      }
      got = 0;
    }
    if (got == 0) {
      Error error{ErrorCode::IO_TRUNCATED, "the file ends before the bytes that were asked for",
                  path_};
      error.offset = offset;
      error.expected = static_cast<uint64_t>(offset + out.size());
      error.actual = offset;
      return error;
    }
    offset += got;
    out = out.subspan(got);
  }
  return {};
}

Status File::ReadAt(uint64_t offset, MutableBytes first, MutableBytes second) const {
  DAREBLOPY_TRY(ReadAt(offset, first));
  return ReadAt(offset + first.size(), second);
}

}  // namespace dareblopy
