// From a feature's list to memory: numbers converted and checked, bytes with their lengths; and the
// errors that say which key, what was expected and what was found.
#pragma once

#include <string>

#include "core/base/error.h"
#include "core/tfrecord/feature_reader.h"

namespace dareblopy::tfrecord {

/// The feature at a key's place: its list, or kind `none` where it is absent or empty of kind.
/// Error PROTO_MALFORMED, or FEATURE_WRONG_KIND where it holds another kind than `expected`.
Status OpenFeature(const Record& record, Bytes message, const std::string& key, ValueKind expected,
                   Feature& feature);

/// Writes exactly `count` numbers to `out`. Errors: FEATURE_WRONG_LENGTH, NUMBER_OUT_OF_RANGE,
/// PROTO_MALFORMED.
Status ReadNumbers(const Record& record, const std::string& key, const ElementType& type,
                   Bytes list, uint8_t* out, uint64_t count);
/// Appends all numbers to `out` and says how many there were.
Status AppendNumbers(const Record& record, const std::string& key, const ElementType& type,
                     Bytes list, Buffer& out, uint64_t& count);
/// Appends all values of a BytesList to `data`, and their lengths (uint64) to `lengths`.
Status AppendBytes(const Record& record, const std::string& key, const ElementType& type,
                   Bytes list, Buffer& data, Buffer& lengths, uint64_t& count);
/// Copies raw numbers, turning big-endian ones round.
void CopyRaw(const ElementType& type, Bytes bytes, uint8_t* out);
/// The only value of a BytesList.
Status ReadSingleBytes(const Record& record, const std::string& key, Bytes list, Bytes& value);

Status MalformedError(const Record& record, const std::string& key, Malformed malformed);
Status MissingError(const std::string& key, const ElementType& type);
Status LengthError(const std::string& key, uint64_t expected, uint64_t actual,
                   const char* message = nullptr);

}  // namespace dareblopy::tfrecord
