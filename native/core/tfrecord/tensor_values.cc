#include "core/tfrecord/tensor_values.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "core/base/checked.h"
#include "core/base/utf8.h"
#include "core/tfrecord/feature_values.h"
#include "core/tfrecord/narrow.h"

namespace dareblopy::tfrecord {

namespace {

/// The field that holds values of a type one by one.
uint32_t FieldOf(TensorType type) {
  switch (type) {
    case TensorType::float32:
      return 5;
    case TensorType::float64:
      return 6;
    case TensorType::int32:
    case TensorType::uint8:
    case TensorType::int16:
    case TensorType::int8:
    case TensorType::uint16:
      return 7;
    case TensorType::string:
      return 8;
    case TensorType::complex64:
      return 9;
    case TensorType::int64:
      return 10;
    case TensorType::boolean:
      return 11;
    case TensorType::complex128:
      return 12;
    case TensorType::bfloat16:
    case TensorType::float16:
      return 13;
    case TensorType::uint32:
      return 16;
    case TensorType::uint64:
      return 17;
  }
  return 0;
}

/// The wire type of the values in that field, where they are not packed.
WireType WireTypeOf(TensorType type) {
  switch (type) {
    case TensorType::float32:
    case TensorType::complex64:
      return WireType::fixed32;
    case TensorType::float64:
    case TensorType::complex128:
      return WireType::fixed64;
    default:
      return WireType::varint;
  }
}

/// Calls `run(Bytes)` for each run of values of a field, packed or single, until it answers false.
/// Of values of fixed width a run has a whole number.
template <typename Run>
bool ForEachRun(Bytes message, uint32_t field, WireType single, Malformed& malformed, Run&& run) {
  const size_t width = single == WireType::fixed32 ? 4 : single == WireType::fixed64 ? 8 : 0;
  Wire wire(message);
  while (!wire.done()) {
    uint32_t tag = 0;
    if (!wire.ReadTag(tag)) return Fail(malformed, wire);
    Bytes values;
    if (tag == Tag(field, WireType::delimited)) {
      if (!wire.ReadDelimited(values)) return Fail(malformed, wire);
      if (width > 0 && values.size() % width != 0) {
        malformed.at = values.data();
        return false;
      }
    } else if (tag == Tag(field, single)) {
      const uint8_t* const begin = wire.p;
      if (!wire.Skip(tag)) return Fail(malformed, wire);
      values = Bytes(begin, wire.p);
    } else {
      if (!wire.Skip(tag)) return Fail(malformed, wire);
      continue;
    }
    if (!run(values)) return true;
  }
  return true;
}

/// An array being filled with numbers of T; what is beyond its end is only counted.
template <typename T>
struct Sink {
  DType dtype;
  uint8_t* out;
  uint64_t room;
  uint64_t count = 0;
  std::string refused{};

  bool Put(int64_t value) {
    if (count < room) {
      if (!Fits<T>(value, dtype)) return refused = std::to_string(value), false;
      StoreLe(out + count * sizeof(T), static_cast<T>(value));
    }
    ++count;
    return true;
  }
  bool PutUnsigned(uint64_t value) {
    if (value <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max()))
      return Put(static_cast<int64_t>(value));
    if (count >= room) return ++count, true;
    if constexpr (std::is_floating_point_v<T>) {
      StoreLe(out + count++ * sizeof(T), static_cast<T>(value));
      return true;
    }
    return refused = std::to_string(value), false;
  }
  /// One value as its varint, or its 64 bits in content, says.
  bool PutValue(TensorType type, uint64_t value) {
    if (type == TensorType::uint64) return PutUnsigned(value);
    if (type == TensorType::boolean) value = value != 0 ? 1 : 0;
    if constexpr (std::is_same_v<T, float>) {
      if (type == TensorType::bfloat16) {
        if (value > 0xffff) return refused = std::to_string(value), false;
        if (count < room) StoreLe(out + count * sizeof(T), static_cast<uint32_t>(value << 16));
        return ++count, true;
      }
    }
    return Put(static_cast<int64_t>(value));
  }
};

/// Calls `copy` with a number of the type that `dtype` has in memory.
template <typename Copy>
Status WithTypeOf(DType dtype, Copy&& copy) {
  switch (dtype) {
    case DType::uint8:
    case DType::boolean:
      return copy(uint8_t{});
    case DType::int8:
      return copy(int8_t{});
    case DType::uint16:
    case DType::float16:
      return copy(uint16_t{});
    case DType::int16:
      return copy(int16_t{});
    case DType::uint32:
      return copy(uint32_t{});
    case DType::int32:
      return copy(int32_t{});
    case DType::int64:
      return copy(int64_t{});
    case DType::float32:
      return copy(float{});
    case DType::float64:
      return copy(double{});
  }
  return {};
}

/// Whether content needs no more than its bytes turned round.
bool IsPlain(const TensorSource& source) {
  switch (source.type) {
    case TensorType::bfloat16:
    case TensorType::uint64:
      return false;
    case TensorType::int64:
      return source.element.dtype == DType::int64;
    default:
      return true;
  }
}

Status CopyContent(const TensorSource& source, uint64_t count, uint8_t* out) {
  const size_t width = TensorTypeSize(source.type);
  const Bytes content = source.tensor.content;
  const auto bytes = CheckedMul(count * NumbersPerValue(source.type), width);
  if (!bytes || content.size() != *bytes) {
    return LengthError(source.key, bytes.value_or(~uint64_t{0}), content.size(),
                       "the content of a tensor has another number of bytes than its shape");
  }
  if (IsPlain(source)) {
    CopyRaw(source.element, content, out);
    return {};
  }
  return WithTypeOf(source.element.dtype, [&]<typename T>(T) -> Status {
    Sink<T> sink{source.element.dtype, out, count};
    for (const uint8_t* p = content.data(); p < content.data() + content.size(); p += width) {
      const bool big = source.element.big_endian;
      const uint64_t value =
          width == 8 ? (big ? LoadBe64(p) : LoadLe64(p)) : (big ? LoadBe16(p) : LoadLe16(p));
      if (!sink.PutValue(source.type, value))
        return NumberRangeError(source.key, sink.dtype, std::move(sink.refused));
    }
    return {};
  });
}

/// The numbers that are there, at most `room`; `found` goes on beyond it.
Status CopyFields(const TensorSource& source, uint64_t room, uint8_t* out, uint64_t& found) {
  const WireType single = WireTypeOf(source.type);
  Malformed malformed;
  if (single != WireType::varint) {
    const size_t width = single == WireType::fixed32 ? 4 : 8;
    const bool whole = ForEachRun(source.tensor.message, FieldOf(source.type), single, malformed,
                                  [&](Bytes values) {
                                    const uint64_t numbers = values.size() / width;
                                    if (found < room && numbers > 0)
                                      std::memcpy(out + found * width, values.data(),
                                                  std::min(numbers, room - found) * width);
                                    found += numbers;
                                    return true;
                                  });
    return whole ? Status() : MalformedError(source.record, source.key, malformed);
  }
  return WithTypeOf(source.element.dtype, [&]<typename T>(T) -> Status {
    Sink<T> sink{source.element.dtype, out, room};
    bool varints = true;
    const bool whole = ForEachRun(source.tensor.message, FieldOf(source.type), single, malformed,
                                  [&](Bytes values) {
                                    Wire wire(values);
                                    uint64_t value = 0;
                                    while (!wire.done()) {
                                      if (!wire.ReadVarint(value))
                                        return varints = Fail(malformed, wire);
                                      if (!sink.PutValue(source.type, value)) return false;
                                    }
                                    return true;
                                  });
    if (!whole || !varints) return MalformedError(source.record, source.key, malformed);
    if (!sink.refused.empty())
      return NumberRangeError(source.key, sink.dtype, std::move(sink.refused));
    found = sink.count;
    return {};
  });
}

Status TooManyError(const TensorSource& source, uint64_t count, uint64_t found) {
  return LengthError(source.key, count, found, "a tensor has more values than its shape");
}

/// Calls `take(Bytes)` for each string until it answers false.
template <typename Take>
bool ForEachString(const TensorSource& source, uint64_t count, Malformed& malformed, Take&& take) {
  const Bytes content = source.tensor.content;
  if (content.empty()) {
    return ForEachRun(source.tensor.message, FieldOf(TensorType::string), WireType::delimited,
                      malformed, take);
  }
  // EncodeStringList: all lengths as varints, then all strings.
  Wire lengths(content);
  uint64_t size = 0;
  for (uint64_t i = 0; i < count; ++i) {
    if (!lengths.ReadVarint(size)) return Fail(malformed, lengths);
  }
  Wire strings(Bytes(lengths.p, lengths.end));
  lengths = Wire(content);
  for (uint64_t i = 0; i < count; ++i) {
    if (!lengths.ReadVarint(size) || size > strings.left()) return Fail(malformed, strings);
    if (!take(Bytes(strings.p, static_cast<size_t>(size)))) return true;
    strings.p += size;
  }
  return strings.done() || Fail(malformed, strings);
}

}  // namespace

bool HasAllValues(const TensorSource& source, uint64_t count) {
  // A varint takes a byte or more, so this many bytes may hold as many values.
  const uint64_t least = source.tensor.content.empty() ? 1 : TensorTypeSize(source.type);
  const auto bytes = CheckedMul(count, std::max<uint64_t>(least, 1));
  return bytes && *bytes <= source.tensor.message.size();
}

Status CopyTensor(const TensorSource& source, uint64_t count, uint8_t* out) {
  if (count == 0) return {};
  if (!source.tensor.content.empty()) return CopyContent(source, count, out);
  const uint64_t parts = NumbersPerValue(source.type);
  const size_t width = parts * DTypeSize(source.element.dtype);
  uint64_t numbers = 0;
  DAREBLOPY_TRY(CopyFields(source, count * parts, out, numbers));
  const uint64_t found = numbers / parts;
  if (numbers % parts != 0 || found > count) return TooManyError(source, count, found);
  if (found == 0) {
    std::memset(out, 0, count * width);
  } else {
    for (uint64_t i = found; i < count; ++i)
      std::memcpy(out + i * width, out + (found - 1) * width, width);
  }
  return {};
}

Status AppendTensorStrings(const TensorSource& source, uint64_t count, Buffer& data,
                           Buffer& lengths) {
  uint64_t found = 0;
  bool text = true;
  Bytes last;
  const auto append = [&](Bytes value) {
    data.Append(value);
    const uint64_t size = value.size();
    lengths.Append({reinterpret_cast<const uint8_t*>(&size), sizeof(size)});
  };
  if (count > 0) {
    Malformed malformed;
    const bool whole = ForEachString(source, count, malformed, [&](Bytes value) {
      if (source.element.utf8 && !IsUtf8(value)) return text = false;
      if (found++ < count) append(last = value);
      return true;
    });
    if (!whole) return MalformedError(source.record, source.key, malformed);
  }
  if (!text) {
    Error error{ErrorCode::TEXT_INVALID_UTF8, "a value asked for as a string is not UTF-8"};
    error.entry = source.key;
    return error;
  }
  if (found > count) return TooManyError(source, count, found);
  const auto repeated = CheckedMul(count - found, last.size());
  if (!repeated || *repeated > kMostRepeated) {
    Error error{ErrorCode::LIMIT_EXCEEDED, "a tensor repeats a long string too often"};
    error.entry = source.key;
    return error;
  }
  for (; found < count; ++found) append(last);
  return {};
}

}  // namespace dareblopy::tfrecord
