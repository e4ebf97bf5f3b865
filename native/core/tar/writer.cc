#include "core/tar/writer.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/tar/header.h"

namespace dareblopy::tar {

namespace {

constexpr uint64_t kMostOctal = (uint64_t{1} << 33) - 1;  // eleven digits
constexpr size_t kNameSize = 100, kPrefixSize = 155;
constexpr uint64_t kRecordSize = 20 * kBlockSize;  // what archives are filled up to

struct Raw {
  char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], checksum[8], type, link[100],
      magic[6], version[2], user[32], group[32], major[8], minor[8], prefix[155], rest[12];
};
static_assert(sizeof(Raw) == kBlockSize);

template <size_t n>
void Octal(char (&field)[n], uint64_t value) {
  for (size_t i = n - 1; i-- > 0; value >>= 3) field[i] = static_cast<char>('0' + (value & 7));
}

/// Where a name is cut in two at a `/`; npos where it has no room.
size_t CutOf(std::string_view name) {
  if (name.size() <= kNameSize) return 0;
  const size_t slash = name.find('/', name.size() - kNameSize - 1);
  return slash == std::string_view::npos || slash > kPrefixSize || slash + 1 == name.size()
             ? std::string_view::npos
             : slash;
}

Raw HeaderOf(std::string_view name, uint64_t size, const EntryInfo& info, char type) {
  Raw raw{};
  const size_t cut = CutOf(name);
  if (cut == std::string_view::npos) {
    std::memcpy(raw.name, name.data(), kNameSize);  // the pax header has the whole
  } else if (cut == 0) {
    std::memcpy(raw.name, name.data(), name.size());
  } else {
    std::memcpy(raw.prefix, name.data(), cut);
    std::memcpy(raw.name, name.data() + cut + 1, name.size() - cut - 1);
  }
  Octal(raw.mode, info.mode & 07777);
  Octal(raw.uid, 0);
  Octal(raw.gid, 0);
  Octal(raw.size, std::min(size, kMostOctal));
  Octal(raw.mtime, static_cast<uint64_t>(std::max<int64_t>(info.modified, 0)));
  raw.type = type;
  std::memcpy(raw.magic, "ustar", 6);
  std::memcpy(raw.version, "00", 2);
  Octal(raw.major, 0);
  Octal(raw.minor, 0);
  std::memset(raw.checksum, ' ', sizeof(raw.checksum));
  uint64_t sum = 0;
  for (size_t i = 0; i < kBlockSize; ++i) sum += reinterpret_cast<const uint8_t*>(&raw)[i];
  char digits[7] = {};
  Octal(digits, sum);
  std::memcpy(raw.checksum, digits, sizeof(digits));
  return raw;
}

/// "length key=value\n", where the length counts itself.
void AppendRecord(std::string_view key, std::string_view value, std::string& out) {
  const size_t rest = key.size() + value.size() + 3;
  size_t length = rest + 1;
  while (rest + std::to_string(length).size() != length)
    length = rest + std::to_string(length).size();
  out.append(std::to_string(length)).append(" ").append(key).append("=").append(value).append("\n");
}

Bytes BytesOf(const Raw& raw) { return {reinterpret_cast<const uint8_t*>(&raw), sizeof(raw)}; }
Bytes BytesOf(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

}  // namespace

Result<std::unique_ptr<Writer>> Writer::Create(std::string path) {
  DAREBLOPY_ASSIGN(auto file, AtomicFile::Create(std::move(path)));
  return std::unique_ptr<Writer>(new Writer(std::move(file)));
}

Status Writer::AppendPadded(Bytes bytes) {
  constexpr uint8_t kZeros[kBlockSize] = {};
  DAREBLOPY_TRY(out_.Append(bytes));
  return out_.Append(Bytes(kZeros).first(Padded(bytes.size()) - bytes.size()));
}

Status Writer::Add(const EntryInfo& info, Bytes data) {
  const bool ascii = std::ranges::all_of(info.name, [](char c) { return c >= 0; });
  std::string records;
  // ustar says nothing of what is not ASCII; a pax header is UTF-8.
  if (!ascii || CutOf(info.name) == std::string_view::npos)
    AppendRecord("path", info.name, records);
  if (data.size() > kMostOctal) AppendRecord("size", std::to_string(data.size()), records);
  if (!records.empty()) {
    const std::string name = "PaxHeaders/" + info.name.substr(info.name.rfind('/') + 1);
    DAREBLOPY_TRY(out_.Append(
        BytesOf(HeaderOf(std::string_view(name).substr(0, kNameSize), records.size(), info, 'x'))));
    DAREBLOPY_TRY(AppendPadded(BytesOf(records)));
  }
  DAREBLOPY_TRY(out_.Append(BytesOf(HeaderOf(info.name, data.size(), info, '0'))));
  return AppendPadded(data);
}

Status Writer::Close() {
  const uint64_t whole = out_.size() + 2 * kBlockSize;
  Buffer end((whole + kRecordSize - 1) / kRecordSize * kRecordSize - out_.size());
  std::memset(end.data(), 0, end.size());
  DAREBLOPY_TRY(out_.Append(end.bytes()));
  DAREBLOPY_TRY(out_.Flush());
  return file_->Commit();
}

}  // namespace dareblopy::tar
