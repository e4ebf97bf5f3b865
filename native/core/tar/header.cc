#include "core/tar/header.h"

#include <algorithm>
#include <string_view>

namespace dareblopy::tar {

namespace {

struct Field {
  size_t offset, size;
};
constexpr Field kName{0, 100}, kSize{124, 12}, kModified{136, 12}, kChecksum{148, 8},
    kLink{157, 100}, kMagic{257, 8}, kPrefix{345, 155};
constexpr size_t kType = 156;
constexpr size_t kExtended = 482;  // GNU: 1 where more of a sparse file's map follows

std::string_view Text(Bytes block, Field field) {
  const std::string_view text(reinterpret_cast<const char*>(block.data()) + field.offset,
                              field.size);
  return text.substr(0, text.find('\0'));
}

Error NumberError(const char* what) {
  return {ErrorCode::TAR_CORRUPT, std::string("a header's ") + what + " is no number"};
}

/// Octal digits among blanks; or, where the first bit is set, the number itself, big-endian, in
/// two's complement (GNU).
Result<int64_t> Number(Bytes block, Field field, const char* what) {
  const Bytes bytes = block.subspan(field.offset, field.size);
  if (bytes[0] & 0x80) {
    const bool negative = (bytes[0] & 0x40) != 0;
    uint64_t value = negative ? ~uint64_t{0} : 0;
    for (size_t i = 0; i < bytes.size(); ++i) {
      const uint8_t byte = i > 0 ? bytes[i] : negative ? bytes[0] : bytes[0] & 0x7f;
      if (value >> 55 != (negative ? 0x1ff : 0)) return NumberError(what);  // beyond 63 bits
      value = value << 8 | byte;
    }
    return static_cast<int64_t>(value);
  }
  size_t at = 0;
  while (at < bytes.size() && bytes[at] == ' ') ++at;
  uint64_t value = 0;
  for (; at < bytes.size() && bytes[at] >= '0' && bytes[at] <= '7'; ++at)
    value = value << 3 | (bytes[at] - '0');
  const bool ended = at == bytes.size() || bytes[at] == ' ' || bytes[at] == '\0';
  if (!ended) return NumberError(what);
  return static_cast<int64_t>(value);
}

/// Of all bytes, with the checksum itself as blanks; some old writers took them for signed.
void Sums(Bytes block, int64_t& plain, int64_t& as_signed) {
  plain = as_signed = 8 * ' ';
  for (size_t i = 0; i < kBlockSize; ++i) {
    if (i >= kChecksum.offset && i < kChecksum.offset + kChecksum.size) continue;
    plain += block[i];
    as_signed += static_cast<int8_t>(block[i]);
  }
}

}  // namespace

bool IsZeroBlock(Bytes block) {
  return std::ranges::all_of(block, [](uint8_t byte) { return byte == 0; });
}

bool HasHeaderChecksum(Bytes block) {
  int64_t plain = 0, as_signed = 0;
  Sums(block, plain, as_signed);
  const auto stored = Number(block, kChecksum, "checksum");
  return stored.ok() && (stored.value() == plain || stored.value() == as_signed);
}

Result<Header> ReadHeader(Bytes block) {
  if (!HasHeaderChecksum(block)) {
    int64_t plain = 0, as_signed = 0;
    Sums(block, plain, as_signed);
    Error error{ErrorCode::TAR_CORRUPT, "a header's checksum is another"};
    if (const auto stored = Number(block, kChecksum, "checksum"); stored.ok())
      error.expected = static_cast<uint64_t>(stored.value());
    error.actual = static_cast<uint64_t>(plain);
    return error;
  }
  Header header;
  header.type = static_cast<char>(block[kType]);
  DAREBLOPY_ASSIGN(const int64_t size, Number(block, kSize, "size"));
  if (size < 0) return NumberError("size");
  header.size = static_cast<uint64_t>(size);
  DAREBLOPY_ASSIGN(header.modified, Number(block, kModified, "time"));
  header.link = Text(block, kLink);
  // Only POSIX's magic has a prefix; GNU's ("ustar  ") has other things there.
  const std::string_view prefix = Text(block, kPrefix);
  const bool posix = Text(block, kMagic) == "ustar" && block[kMagic.offset + 5] == 0;
  if (posix && !prefix.empty()) header.name.append(prefix).append("/");
  header.name.append(Text(block, kName));
  header.extended = !posix && block[kExtended] == 1;
  return header;
}

}  // namespace dareblopy::tar
