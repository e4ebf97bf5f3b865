#include "core/tfrecord/tensor_proto.h"

namespace dareblopy::tfrecord {

namespace {

constexpr std::string_view kNames[] = {
    "invalid",   "float32", "float64",    "int32",   "uint8",    "int16",   "int8",     "string",
    "complex64", "int64",   "bool",       "qint8",   "quint8",   "qint32",  "bfloat16", "qint16",
    "quint16",   "uint16",  "complex128", "float16", "resource", "variant", "uint32",   "uint64"};
constexpr uint8_t kSizes[] = {0, 4, 8, 4, 1, 2, 1, 0, 4, 8, 1, 0,
                              0, 0, 2, 0, 0, 2, 8, 2, 0, 0, 4, 8};

/// Fields of TensorProto and of the messages inside it.
constexpr uint32_t kType = Tag(1, WireType::varint);
constexpr uint32_t kShape = Tag(2, WireType::delimited);
constexpr uint32_t kContent = Tag(4, WireType::delimited);
constexpr uint32_t kDimension = Tag(2, WireType::delimited);
constexpr uint32_t kUnknownRank = Tag(3, WireType::varint);
constexpr uint32_t kSize = Tag(1, WireType::varint);

bool ReadDimension(Bytes message, uint64_t& size, Malformed& malformed) {
  size = 0;
  Wire wire(message);
  while (!wire.done()) {
    uint32_t tag = 0;
    if (!wire.ReadTag(tag)) return Fail(malformed, wire);
    if (tag == kSize ? !wire.ReadVarint(size) : !wire.Skip(tag)) return Fail(malformed, wire);
  }
  return true;
}

/// Dimensions of several shapes are appended, as protobuf merges repeated fields.
bool ReadShape(Bytes message, TensorProto& tensor, Malformed& malformed) {
  Wire wire(message);
  while (!wire.done()) {
    uint32_t tag = 0;
    uint64_t number = 0;
    Bytes dimension;
    if (!wire.ReadTag(tag)) return Fail(malformed, wire);
    if (tag == kDimension) {
      if (!wire.ReadDelimited(dimension)) return Fail(malformed, wire);
      if (tensor.rank == TensorProto::kMostDimensions) return Fail(malformed, wire);
      if (!ReadDimension(dimension, number, malformed)) return false;
      // An unknown dimension is -1.
      if (number > uint64_t{1} << 62) tensor.known_shape = false;
      tensor.dimensions[tensor.rank++] = number;
    } else if (tag == kUnknownRank) {
      if (!wire.ReadVarint(number)) return Fail(malformed, wire);
      if (number != 0) tensor.known_shape = false;
    } else if (!wire.Skip(tag)) {
      return Fail(malformed, wire);
    }
  }
  return true;
}

}  // namespace

std::optional<TensorType> TensorTypeFromName(std::string_view name) {
  for (size_t i = 0; i < std::size(kNames); ++i) {
    const auto type = static_cast<TensorType>(i);
    if (kNames[i] == name && (kSizes[i] > 0 || type == TensorType::string)) return type;
  }
  return std::nullopt;
}

std::string TensorTypeName(uint64_t number) {
  if (number < std::size(kNames)) return std::string(kNames[number]);
  return "dtype number " + std::to_string(number);
}

size_t TensorTypeSize(TensorType type) { return kSizes[static_cast<size_t>(type)]; }

bool ReadTensorProto(Bytes message, TensorProto& tensor, Malformed& malformed) {
  tensor.message = message;
  Wire wire(message);
  while (!wire.done()) {
    uint32_t tag = 0;
    if (!wire.ReadTag(tag)) return Fail(malformed, wire);
    if (tag == kShape) {
      Bytes shape;
      if (!wire.ReadDelimited(shape)) return Fail(malformed, wire);
      if (!ReadShape(shape, tensor, malformed)) return false;
      continue;
    }
    const bool whole = tag == kType      ? wire.ReadVarint(tensor.type)
                       : tag == kContent ? wire.ReadDelimited(tensor.content)
                                         : wire.Skip(tag);
    if (!whole) return Fail(malformed, wire);
  }
  return true;
}

}  // namespace dareblopy::tfrecord
