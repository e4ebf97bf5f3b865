#include "core/tfrecord/record_set.h"

#include <algorithm>

#include "core/base/checked.h"
#include "core/tfrecord/framing.h"

namespace dareblopy::tfrecord {

RecordSet::RecordSet(std::vector<IndexedFile> files, bool verify)
    : files_(std::move(files)), verify_(verify) {
  uint64_t count = 0;
  first_.push_back(0);
  for (const IndexedFile& file : files_) first_.push_back(count += file.offsets.size() - 1);
}

RecordSet::Place RecordSet::Find(uint64_t index) const {
  const auto after = std::upper_bound(first_.begin(), first_.end(), index);
  const auto number = static_cast<size_t>(after - first_.begin()) - 1;
  const IndexedFile& file = files_[number];
  const uint64_t record = index - first_[number];
  const uint64_t offset = file.offsets[record];
  return {&file, record, offset, file.offsets[record + 1] - offset - kFrameSize};
}

Status RecordSet::Check(const Place& place, Bytes data, const uint8_t* footer) const {
  if (!verify_) return {};
  const uint32_t computed = MaskCrc(Crc32c(data));
  if (computed == LoadLe32(footer)) return {};
  return DataCrcError({place.file->range.name(), place.record, place.offset}, LoadLe32(footer),
                      computed);
}

Status RecordSet::Read(uint64_t index, MutableBytes out) const {
  const Place place = Find(index);
  uint8_t footer[kFooterSize];
  DAREBLOPY_TRY(place.file->range.ReadParts(place.offset + kHeaderSize, out, footer));
  return Check(place, out, footer);
}

Status RecordSet::ReadWithFooter(uint64_t index, MutableBytes out) const {
  const Place place = Find(index);
  DAREBLOPY_TRY(place.file->range.Read(place.offset + kHeaderSize, out));
  return Check(place, out.first(place.size), out.data() + place.size);
}

Status RecordSet::ReadInto(uint64_t index, Buffer& out) const {
  const size_t size = *KnownSize(index);
  out.Resize(size + kFooterSize);
  DAREBLOPY_TRY(ReadWithFooter(index, out.mutable_bytes()));
  out.Resize(size);
  return {};
}

Result<bool> RecordSet::ReadAround(uint64_t index, MutableBytes out, uint64_t offset,
                                   MutableBytes part) const {
  const Place place = Find(index);
  const uint64_t begin = place.offset + kHeaderSize;
  const uint64_t end = offset + part.size();
  uint8_t footer[kFooterSize];
  DAREBLOPY_TRY(place.file->range.ReadParts(begin, out.first(offset), part));
  DAREBLOPY_TRY(place.file->range.ReadParts(begin + end, out.subspan(end), footer));
  if (!verify_) return true;
  const uint32_t computed =
      MaskCrc(Crc32c(out.subspan(end), Crc32c(part, Crc32c(out.first(offset)))));
  if (computed == LoadLe32(footer)) return true;
  return DataCrcError({place.file->range.name(), place.record, place.offset}, LoadLe32(footer),
                      computed);
}

std::optional<Span> RecordSet::SpanOf(uint64_t index) const {
  const Place place = Find(index);
  return place.file->range.SpanOf(place.offset, place.offset + kFrameSize + place.size);
}

Status RecordSet::ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const {
  const Place place = Find(index);
  if (!RangeFits(begin, out.size(), place.size)) {
    return Error{ErrorCode::IO_TRUNCATED, "the range ends past the record",
                 place.file->range.name()};
  }
  return place.file->range.Read(place.offset + kHeaderSize + begin, out);
}

void RecordSet::AddPlace(uint64_t index, Error& error) const {
  const Place place = Find(index);
  if (error.path.empty()) error.path = place.file->range.name();
  error.record = place.record;
}

uint64_t RecordSet::Position(uint64_t index) const {
  const Place place = Find(index);
  return static_cast<uint64_t>(place.file - files_.data()) << 48 | place.offset;
}

uint64_t RecordSet::IndexAt(size_t file, uint64_t offset) const {
  const RecordOffsets& offsets = files_[file].offsets;
  const auto it = std::lower_bound(offsets.begin(), offsets.end() - 1, offset);
  if (it == offsets.end() - 1 || *it != offset) return count();
  return first_[file] + static_cast<uint64_t>(it - offsets.begin());
}

}  // namespace dareblopy::tfrecord
