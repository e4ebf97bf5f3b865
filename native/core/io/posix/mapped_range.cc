#include "core/io/mapped_range.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "core/base/checked.h"
#include "core/io/posix/system_calls.h"

namespace dareblopy {

Result<MappedRange> MappedRange::Map(const File& file, uint64_t offset, size_t size) {
  const int fd = Descriptor(file.handle());
  struct stat info {};
  if (::fstat(fd, &info) != 0) return SystemError(errno, "cannot stat", file.path());
  const auto file_size = static_cast<uint64_t>(info.st_size);
  if (!RangeFits(offset, size, file_size)) {
    Error error{ErrorCode::IO_TRUNCATED, "the file ends before the bytes that were asked for",
                file.path()};
    error.offset = file_size;
    return error;
  }
  static const auto page = static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
  const uint64_t skipped = offset % page;
  const uint64_t mapped = size + skipped;
  void* base = ::mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd,
                      static_cast<off_t>(offset - skipped));
  if (base == MAP_FAILED) return SystemError(errno, "cannot map", file.path());
  return MappedRange(base, mapped, skipped);
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
  if (base_ != nullptr) ::munmap(base_, mapped_);
}

}  // namespace dareblopy
