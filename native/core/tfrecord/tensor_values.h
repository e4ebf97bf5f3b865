// From a TensorProto to memory: the values of `tensor_content`, or of the fields of their type,
// where values that repeat the last one at the end are left out
// (tensorflow/core/framework/tensor.cc, FromProtoField).
#pragma once

#include <string>

#include "core/base/buffer.h"
#include "core/tfrecord/feature_reader.h"
#include "core/tfrecord/tensor_proto.h"

namespace dareblopy::tfrecord {

/// A tensor in a record, and what it is read as.
struct TensorSource {
  const Record& record;
  const std::string& key;
  const TensorProto& tensor;
  TensorType type;      // which is that of `tensor`
  ElementType element;  // what its values become
};

/// Numbers of `type` in an array: complex ones have two.
inline uint64_t NumbersPerValue(TensorType type) {
  return type == TensorType::complex64 || type == TensorType::complex128 ? 2 : 1;
}

/// Bytes that repeating a value may make of a tensor whose size the record alone says.
inline constexpr uint64_t kMostRepeated = uint64_t{256} << 20;

/// Writes the `count` values to `out`. Errors: FEATURE_WRONG_LENGTH for more values than that, or
/// content of another size; NUMBER_OUT_OF_RANGE; PROTO_MALFORMED.
Status CopyTensor(const TensorSource& source, uint64_t count, uint8_t* out);
/// Whether all the `count` values are in the message, so that they take no more memory than it.
bool HasAllValues(const TensorSource& source, uint64_t count);
/// Appends `count` strings to `data`, their lengths (uint64) to `lengths`. Errors: as above,
/// TEXT_INVALID_UTF8, and LIMIT_EXCEEDED for a long one that is repeated beyond kMostRepeated.
Status AppendTensorStrings(const TensorSource& source, uint64_t count, Buffer& data,
                           Buffer& lengths);

}  // namespace dareblopy::tfrecord
