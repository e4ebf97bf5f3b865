#include "core/tfrecord/feature_values.h"

#include <algorithm>
#include <cstring>

#include "core/base/utf8.h"
#include "core/tfrecord/narrow.h"

namespace dareblopy::tfrecord {

namespace {

/// Numbers of an Int64List into `out`, which has room for `room`; `count` goes on beyond it.
template <typename T>
Status CopyInt64(const Record& record, const std::string& key, DType dtype, Bytes list,
                 uint8_t* out, uint64_t room, uint64_t& count) {
  count = 0;
  int64_t refused = 0;
  bool fits = true;
  Malformed malformed;
  const bool whole = ForEachInt64(list, malformed, [&](int64_t value) {
    if (count < room) {
      if constexpr (!std::is_same_v<T, int64_t>) {
        if (!Fits<T>(value, dtype)) {
          refused = value;
          return fits = false;
        }
      }
      StoreLe(out + count * sizeof(T), static_cast<T>(value));
    }
    ++count;
    return true;
  });
  if (!whole) return MalformedError(record, key, malformed);
  if (!fits) return NumberRangeError(key, dtype, std::to_string(refused));
  return {};
}

Status CopyNumbers(const Record& record, const std::string& key, const ElementType& type,
                   Bytes list, uint8_t* out, uint64_t room, uint64_t& count) {
  if (type.source == ValueKind::float32) {
    count = 0;
    Malformed malformed;
    const bool whole = ForEachFloatRun(list, malformed, [&](const uint8_t* values, size_t run) {
      if (count < room)
        std::memcpy(out + count * 4, values, std::min<uint64_t>(run, room - count) * 4);
      count += run;
      return true;
    });
    return whole ? Status() : MalformedError(record, key, malformed);
  }
  switch (type.dtype) {
    case DType::int64:
      return CopyInt64<int64_t>(record, key, type.dtype, list, out, room, count);
    case DType::int32:
      return CopyInt64<int32_t>(record, key, type.dtype, list, out, room, count);
    case DType::uint32:
      return CopyInt64<uint32_t>(record, key, type.dtype, list, out, room, count);
    case DType::int16:
      return CopyInt64<int16_t>(record, key, type.dtype, list, out, room, count);
    case DType::uint16:
      return CopyInt64<uint16_t>(record, key, type.dtype, list, out, room, count);
    case DType::int8:
      return CopyInt64<int8_t>(record, key, type.dtype, list, out, room, count);
    case DType::uint8:
    case DType::boolean:
      return CopyInt64<uint8_t>(record, key, type.dtype, list, out, room, count);
    case DType::float32:
      return CopyInt64<float>(record, key, type.dtype, list, out, room, count);
    case DType::float64:
      return CopyInt64<double>(record, key, type.dtype, list, out, room, count);
    case DType::float16:
      break;
  }
  return Error{ErrorCode::FEATURE_WRONG_KIND, "int64 values cannot be given as float16", {}, key};
}

}  // namespace

void CopyRaw(const ElementType& type, Bytes bytes, uint8_t* out) {
  const size_t width = DTypeSize(type.dtype);
  if (!type.big_endian || width == 1) {
    if (!bytes.empty()) std::memcpy(out, bytes.data(), bytes.size());
    return;
  }
  for (size_t at = 0; at + width <= bytes.size(); at += width) {
    std::reverse_copy(bytes.data() + at, bytes.data() + at + width, out + at);
  }
}

Status MalformedError(const Record& record, const std::string& key, Malformed malformed) {
  Error error{ErrorCode::PROTO_MALFORMED, "the record is not a valid protobuf message"};
  error.entry = key;
  const uint8_t* const begin = record.bytes.data();
  if (malformed.at >= begin && malformed.at <= begin + record.bytes.size()) {
    error.offset = static_cast<uint64_t>(malformed.at - begin);
  }
  return error;
}

Status MissingError(const std::string& key, const ElementType& type) {
  Error error{ErrorCode::FEATURE_MISSING, "a required feature is absent"};
  error.entry = key;
  error.expected = std::string(ValueKindName(type.source));
  error.actual = std::string("nothing");
  return error;
}

Status LengthError(const std::string& key, uint64_t expected, uint64_t actual,
                   const char* message) {
  Error error{ErrorCode::FEATURE_WRONG_LENGTH,
              message != nullptr ? message : "a feature has another number of values"};
  error.entry = key;
  error.expected = expected;
  error.actual = actual;
  return error;
}

Status OpenFeature(const Record& record, Bytes message, const std::string& key, ValueKind expected,
                   Feature& feature) {
  feature = {};
  if (message.data() == nullptr) return {};
  Malformed malformed;
  if (!ReadFeature(message, feature, *record.parts, malformed))
    return MalformedError(record, key, malformed);
  if (feature.kind != expected && feature.kind != ValueKind::none) {
    Error error{ErrorCode::FEATURE_WRONG_KIND, "a feature holds another kind of values"};
    error.entry = key;
    error.expected = std::string(ValueKindName(expected));
    error.actual = std::string(ValueKindName(feature.kind));
    return error;
  }
  return {};
}

Status ReadNumbers(const Record& record, const std::string& key, const ElementType& type,
                   Bytes list, uint8_t* out, uint64_t count) {
  uint64_t found = 0;
  DAREBLOPY_TRY(CopyNumbers(record, key, type, list, out, count, found));
  return found == count ? Status() : LengthError(key, count, found);
}

Status AppendNumbers(const Record& record, const std::string& key, const ElementType& type,
                     Bytes list, Buffer& out, uint64_t& count) {
  const size_t width = DTypeSize(type.dtype);
  const size_t before = out.size();
  if (type.raw) {
    Bytes value;
    DAREBLOPY_TRY(ReadSingleBytes(record, key, list, value));
    if (value.size() % width != 0) {
      return LengthError(key, value.size() / width * width, value.size(),
                         "bytes do not divide into the dtype");
    }
    count = value.size() / width;
    out.Append(value);
    CopyRaw(type, value, out.data() + before);
    return {};
  }
  // A value takes at least one byte as int64 and four as float: room for all of them, cut back
  // below.
  const uint64_t room = type.source == ValueKind::float32 ? list.size() / 4 : list.size();
  if (out.capacity() < before + room * width)
    out.Reserve(std::max<size_t>(before + room * width, out.capacity() * 2));
  out.Resize(before + room * width);
  Status status = CopyNumbers(record, key, type, list, out.data() + before, room, count);
  out.Resize(status.ok() ? before + count * width : before);
  return status;
}

Status AppendBytes(const Record& record, const std::string& key, const ElementType& type,
                   Bytes list, Buffer& data, Buffer& lengths, uint64_t& count) {
  count = 0;
  bool text = true;
  Malformed malformed;
  const bool whole = ForEachBytes(list, malformed, [&](Bytes value) {
    if (type.utf8 && !IsUtf8(value)) return text = false;
    data.Append(value);
    const uint64_t size = value.size();
    lengths.Append({reinterpret_cast<const uint8_t*>(&size), sizeof(size)});
    ++count;
    return true;
  });
  if (!whole) return MalformedError(record, key, malformed);
  if (!text) {
    Error error{ErrorCode::TEXT_INVALID_UTF8, "a value asked for as a string is not UTF-8"};
    error.entry = key;
    return error;
  }
  return {};
}

Status ReadSingleBytes(const Record& record, const std::string& key, Bytes list, Bytes& value) {
  uint64_t count = 0;
  Malformed malformed;
  const bool whole = ForEachBytes(list, malformed, [&](Bytes bytes) {
    value = bytes;
    ++count;
    return true;
  });
  if (!whole) return MalformedError(record, key, malformed);
  return count == 1 ? Status() : LengthError(key, 1, count);
}

}  // namespace dareblopy::tfrecord
