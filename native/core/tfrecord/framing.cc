#include "core/tfrecord/framing.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/looks_like.h"

namespace dareblopy::tfrecord {

namespace {

Error At(ErrorCode code, const char* message, const RecordPlace& place) {
  Error error{code, message, place.path};
  error.record = place.record;
  error.offset = place.offset;
  return error;
}

/// Where a file's first bytes are those of another format.
std::optional<Error> NoRecordsError(const RecordPlace& place, Bytes head) {
  if (place.offset != 0) return std::nullopt;
  const std::string_view looks = LooksLike(head.first(std::min<size_t>(head.size(), 512)));
  if (looks.empty()) return std::nullopt;
  Error error = At(ErrorCode::TFRECORD_NOT_A_TFRECORD, "the file is no TFRecord", place);
  error.expected = std::string("records, each behind its length and checksum");
  error.actual = std::string(looks);
  return error;
}

}  // namespace

Error LengthCrcError(const RecordPlace& place, Bytes head) {
  if (auto other = NoRecordsError(place, head)) return std::move(*other);
  const uint8_t* const header = head.data();
  Error error = At(ErrorCode::TFRECORD_LENGTH_CRC_MISMATCH,
                   place.offset == 0 ? "the checksum of the first record's length is another: the "
                                       "file is damaged, or no TFRecord"
                                     : "the checksum of a record's length is another",
                   place);
  error.expected = uint64_t{LoadLe32(header + 8)};
  error.actual = uint64_t{MaskCrc(Crc32c({header, 8}))};
  return error;
}

Error DataCrcError(const RecordPlace& place, uint32_t stored, uint32_t computed) {
  Error error = At(ErrorCode::TFRECORD_DATA_CRC_MISMATCH,
                   "the checksum of a record's data is another", place);
  error.expected = uint64_t{stored};
  error.actual = uint64_t{computed};
  return error;
}

Error TruncatedError(const RecordPlace& place, uint64_t needed, uint64_t found) {
  Error error = At(ErrorCode::TFRECORD_TRUNCATED, "the file ends inside a record", place);
  error.expected = needed;
  error.actual = found;
  return error;
}

Error HeaderTruncatedError(const RecordPlace& place, Bytes head) {
  if (auto other = NoRecordsError(place, head)) return std::move(*other);
  return TruncatedError(place, kHeaderSize, head.size());
}

Error RecordTooLargeError(const RecordPlace& place, uint64_t limit, uint64_t length) {
  Error error = At(ErrorCode::LIMIT_EXCEEDED, "a record is larger than `maxRecordBytes`", place);
  error.expected = limit;
  error.actual = length;
  return error;
}

}  // namespace dareblopy::tfrecord
