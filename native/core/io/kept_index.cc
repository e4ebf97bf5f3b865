#include "core/io/kept_index.h"

#include <cstring>

#include "core/base/endian.h"
#include "core/checksum/crc32c.h"
#include "core/io/atomic_file.h"
#include "core/io/file.h"
#include "core/io/file_set.h"

namespace dareblopy {

namespace {

constexpr size_t kKindSize = 8;
constexpr size_t kHeadSize = kKindSize + 8 + 8 + 4;
constexpr size_t kCrcSize = 4;

template <typename T>
void Put(Buffer& out, T value) {
  out.Append({reinterpret_cast<const uint8_t*>(&value), sizeof(T)});
}

}  // namespace

std::optional<Buffer> LoadKeptIndex(const std::string& path, std::string_view kind,
                                    const FileIdentity& identity, uint64_t most, bool& stale) {
  stale = false;
  auto file = File::Open(path);
  if (!file.ok()) return std::nullopt;
  stale = true;
  const uint64_t size = file.value()->size();
  if (size < kHeadSize + kCrcSize || size - kHeadSize - kCrcSize > most) return std::nullopt;
  Buffer bytes(size);
  if (!file.value()->ReadAt(0, bytes.mutable_bytes()).ok()) return std::nullopt;
  const uint8_t* const p = bytes.data();
  if (std::memcmp(p, kind.data(), kKindSize) != 0 ||
      Crc32c(bytes.bytes().first(size - kCrcSize)) != LoadLe32(p + size - kCrcSize)) {
    return std::nullopt;
  }
  if (FileIdentity{LoadLe64(p + 8), LoadLe<int64_t>(p + 16), LoadLe32(p + 24)} != identity)
    return std::nullopt;
  stale = false;
  Buffer index;
  index.Append(bytes.bytes().subspan(kHeadSize, size - kHeadSize - kCrcSize));
  return index;
}

Status SaveKeptIndex(const std::string& path, std::string_view kind, const FileIdentity& identity,
                     Bytes index) {
  Buffer out;
  out.Reserve(kHeadSize + index.size() + kCrcSize);
  out.Append({reinterpret_cast<const uint8_t*>(kind.data()), kKindSize});
  Put(out, identity.size);
  Put(out, identity.mtime_ns);
  Put(out, identity.sample);
  out.Append(index);
  Put(out, Crc32c(out.bytes()));
  DAREBLOPY_ASSIGN(auto file, AtomicFile::Create(path));
  DAREBLOPY_TRY(file->Append(out.bytes()));
  return file->Commit();
}

std::string KeptIndexPath(const SourceRange& range) {
  const bool whole_file =
      dynamic_cast<const FileSet*>(range.set().get()) != nullptr && range.begin() == 0;
  return whole_file ? range.name() + ".dbidx" : std::string();
}

}  // namespace dareblopy
