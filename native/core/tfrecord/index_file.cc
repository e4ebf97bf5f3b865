// A kept index (io/kept_index.h) of kind "DBTFIDX1": uint64 number of records, and their lengths as
// varints.
#include "core/io/kept_index.h"
#include "core/tfrecord/framing.h"
#include "core/tfrecord/record_index.h"
#include "core/tfrecord/wire.h"

namespace dareblopy::tfrecord {

namespace {

constexpr std::string_view kKind = "DBTFIDX1";

std::optional<RecordOffsets> Parse(Bytes index, uint64_t file_size) {
  if (index.size() < 8) return std::nullopt;
  const uint64_t count = LoadLe64(index.data());
  if (count > index.size()) return std::nullopt;
  RecordOffsets offsets{0};
  offsets.reserve(count + 1);
  Wire wire(index.subspan(8));
  for (uint64_t i = 0; i < count; ++i) {
    uint64_t length = 0;
    if (!wire.ReadVarint(length)) return std::nullopt;
    const uint64_t left = file_size - offsets.back();
    if (left < kFrameSize || length > left - kFrameSize) return std::nullopt;
    offsets.push_back(offsets.back() + length + kFrameSize);
  }
  if (!wire.done()) return std::nullopt;
  return offsets;
}

}  // namespace

std::optional<RecordOffsets> LoadIndex(const std::string& path, const FileIdentity& identity,
                                       bool& stale) {
  // At most ten bytes a record, and a record takes sixteen of the file itself.
  const auto index = LoadKeptIndex(path, kKind, identity, identity.size + 8, stale);
  if (!index) return std::nullopt;
  auto offsets = Parse(index->bytes(), identity.size);
  stale = !offsets;
  return offsets;
}

Status SaveIndex(const std::string& path, const FileIdentity& identity,
                 const RecordOffsets& offsets) {
  Buffer out;
  const uint64_t count = offsets.size() - 1;
  out.Append({reinterpret_cast<const uint8_t*>(&count), sizeof(count)});
  for (size_t i = 0; i + 1 < offsets.size(); ++i) {
    uint8_t varint[10];
    size_t size = 0;
    uint64_t length = offsets[i + 1] - offsets[i] - kFrameSize;
    for (; length >= 0x80; length >>= 7) varint[size++] = static_cast<uint8_t>(length | 0x80);
    varint[size++] = static_cast<uint8_t>(length);
    out.Append({varint, size});
  }
  return SaveKeptIndex(path, kKind, identity, out.bytes());
}

}  // namespace dareblopy::tfrecord
