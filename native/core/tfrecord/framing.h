// TFRecord framing (tensorflow/core/lib/io/record_writer.h): uint64 length, uint32 masked CRC32C of
// the length, the data, uint32 masked CRC32C of the data; all little-endian.
#pragma once

#include <cstdint>

#include "core/base/endian.h"
#include "core/base/error.h"
#include "core/checksum/crc32c.h"

namespace dareblopy::tfrecord {

inline constexpr size_t kHeaderSize = 12;
inline constexpr size_t kFooterSize = 4;
inline constexpr size_t kFrameSize = kHeaderSize + kFooterSize;

/// What is stored: a CRC of bytes that hold CRCs would otherwise be weak.
inline uint32_t MaskCrc(uint32_t crc) { return ((crc >> 15) | (crc << 17)) + 0xa282ead8; }

/// The length in a header of 12 bytes; false when its checksum is not that of the length.
inline bool ReadHeader(const uint8_t* header, uint64_t& length) {
  length = LoadLe64(header);
  return MaskCrc(Crc32c({header, 8})) == LoadLe32(header + 8);
}

inline void WriteHeader(uint8_t* header, uint64_t length) {
  StoreLe(header, length);
  StoreLe(header + 8, MaskCrc(Crc32c({header, 8})));
}

/// Where a record lies, for errors.
struct RecordPlace {
  const std::string& path;
  uint64_t record;
  uint64_t offset;  // of its header
};

/// `head`: the header and, where they are in memory, some bytes behind it. At the start of a file
/// that does not look like records at all: TFRECORD_NOT_A_TFRECORD, which says what it looks like.
Error LengthCrcError(const RecordPlace& place, Bytes head);
/// The same for a file that ends inside its first header.
Error HeaderTruncatedError(const RecordPlace& place, Bytes head);
Error DataCrcError(const RecordPlace& place, uint32_t stored, uint32_t computed);
/// `needed` bytes were announced from the record's start and `found` are there.
Error TruncatedError(const RecordPlace& place, uint64_t needed, uint64_t found);
Error RecordTooLargeError(const RecordPlace& place, uint64_t limit, uint64_t length);

/// Checks the data of a record against the checksum behind it.
inline Status CheckData(const RecordPlace& place, Bytes data, const uint8_t* footer) {
  const uint32_t computed = MaskCrc(Crc32c(data));
  const uint32_t stored = LoadLe32(footer);
  if (computed == stored) return {};
  return DataCrcError(place, stored, computed);
}

}  // namespace dareblopy::tfrecord
