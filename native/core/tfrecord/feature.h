// tf.train.Feature in place: which of its three lists it holds, and the values of that list.
// tensorflow/core/example/feature.proto: oneof kind { BytesList 1; FloatList 2; Int64List 3 }, each
// with `repeated value = 1`, numbers packed or not.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/buffer.h"
#include "core/base/bytes.h"
#include "core/base/endian.h"
#include "core/tfrecord/wire.h"

namespace dareblopy::tfrecord {

/// The list that a feature holds; the numbers are those of the fields.
enum class ValueKind : uint8_t { none = 0, bytes = 1, float32 = 2, int64 = 3 };

std::string_view ValueKindName(ValueKind kind);

/// Where a message is not one: the byte that could not be read, for the message of the error.
struct Malformed {
  const uint8_t* at = nullptr;
};

/// Notes the place; false, for the caller to answer.
inline bool Fail(Malformed& malformed, const Wire& wire) {
  malformed.at = wire.p;
  return false;
}

/// Memory for the rare message whose parts do not lie together and are joined before they are read
/// (concatenating two serialised messages merges them). Lives as long as the row.
using JoinedParts = std::vector<Buffer>;

/// Joins `second` behind `first`.
Bytes Join(Bytes first, Bytes second, JoinedParts& parts);

struct Feature {
  ValueKind kind = ValueKind::none;
  Bytes list;  // the message BytesList, FloatList or Int64List
};

/// Reads a Feature. Of several lists of one kind the values are joined; of several kinds the last
/// counts.
inline bool ReadFeature(Bytes message, Feature& feature, JoinedParts& parts, Malformed& malformed);

/// Calls `value(Bytes)` for each value of a BytesList, `value(int64_t)` of an Int64List, or
/// `values(const uint8_t* little_endian, count)` for each run of values of a FloatList, until it
/// answers false. False when the message is malformed; stopping early is no error.
template <typename Value>
bool ForEachBytes(Bytes list, Malformed& malformed, Value&& value);
template <typename Value>
bool ForEachInt64(Bytes list, Malformed& malformed, Value&& value);
template <typename Values>
bool ForEachFloatRun(Bytes list, Malformed& malformed, Values&& values);

/// The number of values of a list of `kind`.
bool CountValues(ValueKind kind, Bytes list, Malformed& malformed, uint64_t& count);

// ---- definitions
// --------------------------------------------------------------------------------------

bool ReadFeatureSlowly(Bytes message, Feature& feature, JoinedParts& parts, Malformed& malformed);

inline bool ReadFeature(Bytes message, Feature& feature, JoinedParts& parts, Malformed& malformed) {
  // Nearly always: one list, and nothing else.
  if (message.size() >= 2) {
    Wire wire(message);
    const uint8_t tag = *wire.p++;
    if ((tag == 0x0a || tag == 0x12 || tag == 0x1a) && wire.ReadDelimited(feature.list) &&
        wire.done()) {
      feature.kind = static_cast<ValueKind>(tag >> 3);
      return true;
    }
  }
  return ReadFeatureSlowly(message, feature, parts, malformed);
}

template <typename Value>
bool ForEachBytes(Bytes list, Malformed& malformed, Value&& value) {
  Wire wire(list);
  while (!wire.done()) {
    uint32_t tag = 0;
    if (!wire.ReadTag(tag)) return Fail(malformed, wire);
    if (tag != Tag(1, WireType::delimited)) {
      if (!wire.Skip(tag)) return Fail(malformed, wire);
      continue;
    }
    Bytes bytes;
    if (!wire.ReadDelimited(bytes)) return Fail(malformed, wire);
    if (!value(bytes)) return true;
  }
  return true;
}

template <typename Value>
bool ForEachInt64(Bytes list, Malformed& malformed, Value&& value) {
  Wire wire(list);
  while (!wire.done()) {
    uint32_t tag = 0;
    uint64_t number = 0;
    if (!wire.ReadTag(tag)) return Fail(malformed, wire);
    if (tag == Tag(1, WireType::delimited)) {
      Bytes packed;
      if (!wire.ReadDelimited(packed)) return Fail(malformed, wire);
      Wire values(packed);
      while (!values.done()) {
        if (!values.ReadVarint(number)) return Fail(malformed, values);
        if (!value(static_cast<int64_t>(number))) return true;
      }
    } else if (tag == Tag(1, WireType::varint)) {
      if (!wire.ReadVarint(number)) return Fail(malformed, wire);
      if (!value(static_cast<int64_t>(number))) return true;
    } else if (!wire.Skip(tag)) {
      return Fail(malformed, wire);
    }
  }
  return true;
}

template <typename Values>
bool ForEachFloatRun(Bytes list, Malformed& malformed, Values&& values) {
  Wire wire(list);
  while (!wire.done()) {
    uint32_t tag = 0;
    if (!wire.ReadTag(tag)) return Fail(malformed, wire);
    if (tag == Tag(1, WireType::delimited)) {
      Bytes packed;
      if (!wire.ReadDelimited(packed)) return Fail(malformed, wire);
      if (packed.size() % 4 != 0) {
        malformed.at = packed.data();
        return false;
      }
      if (!values(packed.data(), packed.size() / 4)) return true;
    } else if (tag == Tag(1, WireType::fixed32)) {
      if (wire.left() < 4) return Fail(malformed, wire);
      wire.p += 4;
      if (!values(wire.p - 4, size_t{1})) return true;
    } else if (!wire.Skip(tag)) {
      return Fail(malformed, wire);
    }
  }
  return true;
}

}  // namespace dareblopy::tfrecord
