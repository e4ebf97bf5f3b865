#include "core/tfrecord/framing.h"

#include <utility>

namespace dareblopy::tfrecord {

namespace {

Error At(ErrorCode code, const char* message, const RecordPlace& place) {
  Error error{code, message, place.path};
  error.record = place.record;
  error.offset = place.offset;
  return error;
}

}  // namespace

Error LengthCrcError(const RecordPlace& place, const uint8_t* header) {
  Error error = At(ErrorCode::TFRECORD_LENGTH_CRC_MISMATCH,
                   "the checksum of a record's length is another", place);
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

Error RecordTooLargeError(const RecordPlace& place, uint64_t limit, uint64_t length) {
  Error error = At(ErrorCode::LIMIT_EXCEEDED, "a record is larger than `maxRecordBytes`", place);
  error.expected = limit;
  error.actual = length;
  return error;
}

}  // namespace dareblopy::tfrecord
