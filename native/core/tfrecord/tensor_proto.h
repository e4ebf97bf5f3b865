// TensorProto in place (tensorflow/core/framework/tensor.proto): what tf.io.serialize_tensor writes
// and tf.io.parse_tensor reads.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/tfrecord/feature.h"

namespace dareblopy::tfrecord {

/// The dtypes that are read, by their numbers in tensorflow/core/framework/types.proto.
enum class TensorType : uint8_t {
  float32 = 1,
  float64 = 2,
  int32 = 3,
  uint8 = 4,
  int16 = 5,
  int8 = 6,
  string = 7,
  complex64 = 8,
  int64 = 9,
  boolean = 10,
  bfloat16 = 14,
  uint16 = 17,
  complex128 = 18,
  float16 = 19,
  uint32 = 22,
  uint64 = 23
};

std::optional<TensorType> TensorTypeFromName(std::string_view name);
/// As TensorFlow calls the dtype of this number, also where it is not read.
std::string TensorTypeName(uint64_t number);
/// Bytes of a value in `tensor_content`, or of each of its two parts; 0: no fixed width (string).
size_t TensorTypeSize(TensorType type);

struct TensorProto {
  static constexpr size_t kMostDimensions = 254;  // TensorShape::MaxDimensions()

  Bytes message;
  uint64_t type = 0;
  bool known_shape = true;
  size_t rank = 0;
  std::array<uint64_t, kMostDimensions> dimensions;  // the first `rank`
  Bytes content;  // all values as they lie in memory; empty: they are in the fields of their type
};

/// Finds the parts of the message; its values are not looked at.
bool ReadTensorProto(Bytes message, TensorProto& tensor, Malformed& malformed);

}  // namespace dareblopy::tfrecord
