#include "core/zip/local_header.h"

#include <string>

#include "core/base/endian.h"
#include "core/zip/entry_name.h"
#include "core/zip/extra_fields.h"
#include "core/zip/format.h"

namespace dareblopy::zip {

namespace {

Status Differs(ErrorCode code, const char* message, uint64_t expected, uint64_t actual) {
  Error error{code, message};
  error.expected = expected;
  error.actual = actual;
  return error;
}

bool NameAgrees(Bytes raw, const EntryRecord& record, std::string_view name) {
  if (raw.size() != record.raw_name_length) return false;
  if (record.has(EntryRecord::kNameReplaced)) return true;  // the raw name was checked by its CRC
  if (record.has(EntryRecord::kNameConverted)) {
    std::string converted;
    AppendCp437(raw, converted);
    return converted == name;
  }
  return std::string_view(reinterpret_cast<const char*>(raw.data()), raw.size()) == name;
}

}  // namespace

size_t LocalHeaderLength(Bytes bytes) {
  if (LoadLe32(bytes.data()) != kLocalSignature) return 0;
  return kLocalHeaderSize + LoadLe16(bytes.data() + 26) + LoadLe16(bytes.data() + 28);
}

Status CheckLocalHeader(Bytes header, const EntryRecord& record, std::string_view name) {
  const uint8_t* p = header.data();
  const uint16_t flags = LoadLe16(p + 6);
  const Bytes raw_name = header.subspan(kLocalHeaderSize, LoadLe16(p + 26));
  if (flags & (kFlagEncrypted | kFlagStrongEncryption)) {
    return Error{ErrorCode::ZIP_ENCRYPTED, "the local header says that the entry is encrypted"};
  }
  if (LoadLe16(p + 8) != record.method) {
    return Differs(ErrorCode::ZIP_CORRUPT,
                   "the local header names another compression method than the directory",
                   record.method, LoadLe16(p + 8));
  }
  if (!NameAgrees(raw_name, record, name)) {
    Error error{ErrorCode::ZIP_CORRUPT, "the local header names another entry than the directory"};
    error.expected = std::string(name);
    error.actual = std::string(reinterpret_cast<const char*>(raw_name.data()), raw_name.size());
    return error;
  }
  // 4.4.4, flag 3: what follows the data in a descriptor is left out here, though some writers fill
  // it in.
  if (((flags & kFlagDescriptor) != 0) != record.has(EntryRecord::kDescriptor)) {
    return Error{ErrorCode::ZIP_CORRUPT,
                 "the local header and the directory differ about a data descriptor"};
  }
  if (record.has(EntryRecord::kDescriptor)) return {};
  if (LoadLe32(p + 14) != record.crc32) {
    return Differs(ErrorCode::ZIP_CORRUPT, "the local header has another CRC-32 than the directory",
                   record.crc32, LoadLe32(p + 14));
  }
  uint64_t compressed_size = LoadLe32(p + 18);
  uint64_t size = LoadLe32(p + 22);
  if (compressed_size == kSaturated32 || size == kSaturated32) {
    auto fields = ParseExtraFields(header.subspan(kLocalHeaderSize + raw_name.size()), raw_name);
    if (size == kSaturated32) size = TakeZip64(fields).value_or(size);
    if (compressed_size == kSaturated32)
      compressed_size = TakeZip64(fields).value_or(compressed_size);
  }
  if (compressed_size != record.compressed_size) {
    return Differs(ErrorCode::ZIP_SIZE_MISMATCH,
                   "the local header has another compressed size than the directory",
                   record.compressed_size, compressed_size);
  }
  if (size != record.size) {
    return Differs(ErrorCode::ZIP_SIZE_MISMATCH,
                   "the local header has another size than the directory", record.size, size);
  }
  return {};
}

}  // namespace dareblopy::zip
