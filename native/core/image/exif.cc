#include "core/image/exif.h"

#include "core/base/checked.h"
#include "core/base/endian.h"

namespace dareblopy {

namespace {

constexpr uint16_t kOrientationTag = 0x0112;
// TIFF 6.0, section 2: the integer types. A SHORT is what EXIF asks for; cameras write others, too.
enum Type : uint16_t {
  kByte = 1,
  kShort = 3,
  kLong = 4,
  kSignedByte = 6,
  kSignedShort = 8,
  kSignedLong = 9
};
constexpr size_t kEntrySize = 12;

class TiffReader {
 public:
  TiffReader(Bytes bytes, bool big_endian) : bytes_(bytes), big_endian_(big_endian) {}
  bool Has(size_t offset, size_t length) const { return RangeFits(offset, length, bytes_.size()); }
  uint8_t U8(size_t offset) const { return bytes_[offset]; }
  uint16_t U16(size_t offset) const {
    const uint8_t* p = bytes_.data() + offset;
    return big_endian_ ? LoadBe16(p) : LoadLe16(p);
  }
  uint32_t U32(size_t offset) const {
    const uint8_t* p = bytes_.data() + offset;
    return big_endian_ ? LoadBe32(p) : LoadLe32(p);
  }

 private:
  Bytes bytes_;
  bool big_endian_;
};

/// The value of a directory's entry, if it is an integer; else 0. It lies in the first bytes of the
/// value field, in the structure's byte order, as long as all of it fits there.
uint32_t FirstInteger(const TiffReader& reader, size_t entry) {
  const uint32_t count = reader.U32(entry + 4);
  const size_t value = entry + 8;
  switch (reader.U16(entry + 2)) {
    case kShort:
      return count >= 1 ? reader.U16(value) : 0;
    case kSignedShort:
      return count == 1 ? reader.U16(value) : 0;
    case kByte:
    case kSignedByte:
      return count == 1 ? reader.U8(value) : 0;
    case kLong:
    case kSignedLong:
      return count == 1 ? reader.U32(value) : 0;
    default:
      return 0;
  }
}

}  // namespace

uint8_t ExifOrientation(Bytes tiff) {
  if (tiff.size() < 8) return 1;
  const bool big = tiff[0] == 'M' && tiff[1] == 'M';
  const bool little = tiff[0] == 'I' && tiff[1] == 'I';
  if (!big && !little) return 1;
  const TiffReader reader(tiff, big);
  if (reader.U16(2) != 42) return 1;
  const size_t directory = reader.U32(4);
  if (!reader.Has(directory, 2)) return 1;
  const size_t count = reader.U16(directory);
  for (size_t i = 0; i < count; ++i) {
    const size_t entry = directory + 2 + i * kEntrySize;
    if (!reader.Has(entry, kEntrySize)) return 1;
    if (reader.U16(entry) != kOrientationTag) continue;
    const uint32_t value = FirstInteger(reader, entry);
    return value >= 1 && value <= 8 ? static_cast<uint8_t>(value) : uint8_t{1};
  }
  return 1;
}

}  // namespace dareblopy
