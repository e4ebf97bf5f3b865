#include "core/tar/tar_set.h"

#include <utility>

#include "core/base/checked.h"

namespace dareblopy::tar {

TarSet::TarSet(std::vector<SourceRange> archives, Entries entries, uint64_t max_entry_bytes)
    : archives_(std::move(archives)),
      entries_(std::move(entries)),
      names_(entries_),
      max_entry_bytes_(max_entry_bytes) {}

void TarSet::AddPlace(uint64_t index, Error& error) const {
  if (error.path.empty()) error.path = ArchiveOf(index).name();
  if (error.entry.empty()) error.entry = entries_.name(index);
}

Error TarSet::Place(Error error, uint64_t index) const {
  AddPlace(index, error);
  if (!error.offset) error.offset = entries_.record(index).data_offset;
  return error;
}

Status TarSet::CheckReadable(uint64_t index) const {
  const uint32_t flags = entries_.record(index).flags;
  if (flags == 0) return {};
  const char* const what =
      flags & EntryRecord::kSparse        ? "a sparse file's bytes do not lie there as they are"
      : flags & EntryRecord::kMultiVolume ? "the rest of a file that another volume begins"
                                          : "a hard link to what is not in the archive before it";
  return Place({ErrorCode::TAR_UNSUPPORTED, what}, index);
}

Result<uint64_t> TarSet::Size(uint64_t index) const {
  DAREBLOPY_TRY(CheckReadable(index));
  const uint64_t size = entries_.record(index).size;
  if (size <= max_entry_bytes_) return size;
  Error error{ErrorCode::LIMIT_EXCEEDED, "the entry is larger than maxEntryBytes"};
  error.expected = max_entry_bytes_;
  error.actual = size;
  return Place(std::move(error), index);
}

Result<uint64_t> TarSet::SizeForRanges(uint64_t index) const {
  DAREBLOPY_TRY(CheckReadable(index));
  return entries_.record(index).size;
}

std::optional<uint64_t> TarSet::KnownSize(uint64_t index) const {
  const EntryRecord& record = entries_.record(index);
  if (record.flags != 0 || record.size > max_entry_bytes_) return std::nullopt;
  return record.size;
}

void TarSet::Prefetch(uint64_t index, bool) const { entries_.PrefetchName(index); }

Status TarSet::Read(uint64_t index, MutableBytes out) const {
  DAREBLOPY_ASSIGN(const uint64_t size, Size(index));
  if (out.size() != size)
    return Place({ErrorCode::TAR_CORRUPT, "the memory to fill is not of the entry's size"}, index);
  return ReadRange(index, 0, out);
}

Status TarSet::ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const {
  DAREBLOPY_TRY(CheckReadable(index));
  const EntryRecord& record = entries_.record(index);
  if (!RangeFits(begin, out.size(), record.size))
    return Place({ErrorCode::IO_TRUNCATED, "the range ends past the entry"}, index);
  if (out.empty()) return {};
  Status read = ArchiveOf(index).Read(record.data_offset + begin, out);
  if (!read.ok()) return Place(std::move(read.error()), index);
  return {};
}

Bytes TarSet::Memory(uint64_t index) const {
  const Bytes memory = ArchiveOf(index).memory();
  const EntryRecord& record = entries_.record(index);
  if (memory.data() == nullptr || record.flags != 0) return {};
  return memory.subspan(record.data_offset, record.size);
}

Result<std::optional<Extent>> TarSet::Locate(uint64_t index) const {
  DAREBLOPY_TRY(CheckReadable(index));
  const SourceRange& archive = ArchiveOf(index);
  const uint64_t offset = entries_.record(index).data_offset;
  return std::optional<Extent>(Extent{archive.set(), archive.index(), archive.begin() + offset});
}

}  // namespace dareblopy::tar
