// A kept index: "DBTFIDX1", the identity of the file (uint64 size, int64 mtime in nanoseconds,
// uint32 sample), uint64 number of records, their lengths as varints, and a CRC32C of all that.
// Little-endian.
#include "core/io/atomic_file.h"
#include "core/io/file.h"
#include "core/tfrecord/framing.h"
#include "core/tfrecord/record_index.h"
#include "core/tfrecord/wire.h"

namespace dareblopy::tfrecord {

namespace {

constexpr char kMagic[] = {'D', 'B', 'T', 'F', 'I', 'D', 'X', '1'};
constexpr size_t kHeadSize = 8 + 8 + 8 + 4 + 8;

template <typename T>
void Put(Buffer& out, T value) {
  out.Append({reinterpret_cast<const uint8_t*>(&value), sizeof(T)});
}

}  // namespace

std::optional<RecordOffsets> LoadIndex(const std::string& path, const FileIdentity& identity,
                                       bool& stale) {
  stale = false;
  auto file = File::Open(path);
  if (!file.ok()) return std::nullopt;
  stale = true;
  const uint64_t size = file.value()->size();
  // At most ten bytes a record, and a record takes sixteen of the file itself.
  if (size < kHeadSize + 4 || size > kHeadSize + 4 + identity.size) return std::nullopt;
  Buffer bytes(size);
  if (!file.value()->ReadAt(0, bytes.mutable_bytes()).ok()) return std::nullopt;
  const uint8_t* const p = bytes.data();
  if (std::memcmp(p, kMagic, sizeof(kMagic)) != 0 ||
      Crc32c(bytes.bytes().first(size - 4)) != LoadLe32(p + size - 4)) {
    return std::nullopt;
  }
  const FileIdentity kept{LoadLe64(p + 8), LoadLe<int64_t>(p + 16), LoadLe32(p + 24)};
  const uint64_t count = LoadLe64(p + 28);
  if (kept != identity || count > size) return std::nullopt;
  RecordOffsets offsets{0};
  offsets.reserve(count + 1);
  Wire wire(bytes.bytes().subspan(kHeadSize, size - 4 - kHeadSize));
  for (uint64_t i = 0; i < count; ++i) {
    uint64_t length = 0;
    if (!wire.ReadVarint(length)) return std::nullopt;
    const uint64_t left = identity.size - offsets.back();
    if (left < kFrameSize || length > left - kFrameSize) return std::nullopt;
    offsets.push_back(offsets.back() + length + kFrameSize);
  }
  if (!wire.done()) return std::nullopt;
  stale = false;
  return offsets;
}

Status SaveIndex(const std::string& path, const FileIdentity& identity,
                 const RecordOffsets& offsets) {
  Buffer out;
  out.Append({reinterpret_cast<const uint8_t*>(kMagic), sizeof(kMagic)});
  Put(out, identity.size);
  Put(out, identity.mtime_ns);
  Put(out, identity.sample);
  Put(out, uint64_t{offsets.size() - 1});
  for (size_t i = 0; i + 1 < offsets.size(); ++i) {
    uint8_t varint[10];
    size_t size = 0;
    uint64_t length = offsets[i + 1] - offsets[i] - kFrameSize;
    for (; length >= 0x80; length >>= 7) varint[size++] = static_cast<uint8_t>(length | 0x80);
    varint[size++] = static_cast<uint8_t>(length);
    out.Append({varint, size});
  }
  Put(out, Crc32c(out.bytes()));
  DAREBLOPY_ASSIGN(auto file, AtomicFile::Create(path));
  DAREBLOPY_TRY(file->Append(out.bytes()));
  return file->Commit();
}

}  // namespace dareblopy::tfrecord
