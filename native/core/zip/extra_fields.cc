#include "core/zip/extra_fields.h"

#include "core/base/endian.h"
#include "core/base/utf8.h"
#include "core/checksum/crc32.h"
#include "core/zip/format.h"

namespace dareblopy::zip {

namespace {

// NTFS field: 4 reserved bytes, then attributes; attribute 1 holds three FILETIMEs, modified first.
std::optional<uint32_t> NtfsModified(Bytes data) {
  constexpr uint64_t kTicksPerSecond = 10'000'000, kFrom1601To1970 = 11'644'473'600;
  for (size_t at = 4; at + 4 <= data.size();) {
    const uint16_t tag = LoadLe16(data.data() + at);
    const uint16_t length = LoadLe16(data.data() + at + 2);
    at += 4;
    if (length > data.size() - at) break;
    if (tag == 1 && length >= 8) {
      const uint64_t seconds = LoadLe64(data.data() + at) / kTicksPerSecond;
      if (seconds < kFrom1601To1970 || seconds - kFrom1601To1970 > UINT32_MAX) break;
      return static_cast<uint32_t>(seconds - kFrom1601To1970);
    }
    at += length;
  }
  return std::nullopt;
}

Bytes UnicodePath(Bytes data, Bytes raw_name) {
  constexpr uint8_t kVersion = 1;
  if (data.size() <= 5 || data[0] != kVersion) return {};
  if (LoadLe32(data.data() + 1) != Crc32(0, raw_name))
    return {};  // the name was changed since: 4.6.9
  const Bytes path = data.subspan(5);
  return IsUtf8(path) ? path : Bytes();
}

}  // namespace

ExtraFields ParseExtraFields(Bytes extra, Bytes raw_name) {
  ExtraFields fields;
  while (extra.size() >= 4) {
    const uint16_t id = LoadLe16(extra.data());
    const uint16_t length = LoadLe16(extra.data() + 2);
    extra = extra.subspan(4);
    if (length > extra.size()) break;
    const Bytes data = extra.first(length);
    extra = extra.subspan(length);
    if (id == kExtraZip64 && !fields.has_zip64) {
      fields.zip64 = data;
      fields.has_zip64 = true;
    } else if (id == kExtraTimestamp && length >= 5 && (data[0] & 1) != 0) {
      fields.modified_unix = LoadLe32(data.data() + 1);
    } else if (id == kExtraNtfs && !fields.modified_unix) {
      fields.modified_unix = NtfsModified(data);
    } else if (id == kExtraUnicodePath) {
      fields.unicode_path = UnicodePath(data, raw_name);
    }
  }
  return fields;
}

std::optional<uint64_t> TakeZip64(ExtraFields& fields) {
  if (fields.zip64.size() < 8) return std::nullopt;
  const uint64_t value = LoadLe64(fields.zip64.data());
  fields.zip64 = fields.zip64.subspan(8);
  return value;
}

}  // namespace dareblopy::zip
