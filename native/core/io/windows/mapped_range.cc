#include "core/io/mapped_range.h"

#include <utility>

#include "core/base/checked.h"
#include "core/io/windows/windows.h"

namespace dareblopy {

Result<MappedRange> MappedRange::Map(const File& file, uint64_t offset, size_t size) {
  LARGE_INTEGER now{};
  if (!GetFileSizeEx(Native(file.handle()), &now))
    return WindowsError(GetLastError(), "cannot stat", file.path());
  const auto file_size = static_cast<uint64_t>(now.QuadPart);
  if (!RangeFits(offset, size, file_size)) {
    Error error{ErrorCode::IO_TRUNCATED, "the file ends before the bytes that were asked for",
                file.path()};
    error.offset = file_size;
    return error;
  }
  static const uint64_t granularity = [] {
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    return uint64_t{info.dwAllocationGranularity};
  }();
  const uint64_t skipped = offset % granularity;
  const uint64_t begin = offset - skipped;
  const HANDLE mapping =
      CreateFileMappingW(Native(file.handle()), nullptr, PAGE_WRITECOPY, 0, 0, nullptr);
  if (mapping == nullptr) return WindowsError(GetLastError(), "cannot map", file.path());
  void* base = MapViewOfFile(mapping, FILE_MAP_COPY, static_cast<DWORD>(begin >> 32),
                             static_cast<DWORD>(begin), size + skipped);
  const DWORD failed = GetLastError();
  CloseHandle(mapping);  // the view keeps it
  if (base == nullptr) return WindowsError(failed, "cannot map", file.path());
  return MappedRange(base, size + skipped, skipped);
}

MappedRange::MappedRange(MappedRange&& other) noexcept
    : base_(std::exchange(other.base_, nullptr)),
      mapped_(other.mapped_),
      skipped_(other.skipped_) {}

MappedRange& MappedRange::operator=(MappedRange&& other) noexcept {
  std::swap(base_, other.base_);
  std::swap(mapped_, other.mapped_);
  std::swap(skipped_, other.skipped_);
  return *this;
}

MappedRange::~MappedRange() {
  if (base_ != nullptr) UnmapViewOfFile(base_);
}

}  // namespace dareblopy
