#include "core/tfrecord/feature.h"

#include <utility>

namespace dareblopy::tfrecord {

std::string_view ValueKindName(ValueKind kind) {
  constexpr std::string_view kNames[] = {"no values", "bytes", "float32", "int64"};
  return kNames[static_cast<size_t>(kind)];
}

Bytes Join(Bytes first, Bytes second, JoinedParts& parts) {
  Buffer joined;
  joined.Append(first);
  joined.Append(second);
  parts.push_back(std::move(joined));
  return parts.back().bytes();
}

bool ReadFeatureSlowly(Bytes message, Feature& feature, JoinedParts& parts, Malformed& malformed) {
  feature = {};
  Wire wire(message);
  while (!wire.done()) {
    uint32_t tag = 0;
    if (!wire.ReadTag(tag)) return Fail(malformed, wire);
    const uint32_t field = tag >> 3;
    if (field > 3 || tag != Tag(field, WireType::delimited)) {
      if (!wire.Skip(tag)) return Fail(malformed, wire);
      continue;
    }
    Bytes list;
    if (!wire.ReadDelimited(list)) return Fail(malformed, wire);
    const auto kind = static_cast<ValueKind>(field);
    feature.list = kind == feature.kind ? Join(feature.list, list, parts) : list;
    feature.kind = kind;
  }
  return true;
}

bool CountValues(ValueKind kind, Bytes list, Malformed& malformed, uint64_t& count) {
  count = 0;
  switch (kind) {
    case ValueKind::bytes:
      return ForEachBytes(list, malformed, [&](Bytes) { return ++count, true; });
    case ValueKind::int64:
      return ForEachInt64(list, malformed, [&](int64_t) { return ++count, true; });
    case ValueKind::float32:
      return ForEachFloatRun(list, malformed,
                             [&](const uint8_t*, size_t run) { return count += run, true; });
    case ValueKind::none:
      return true;
  }
  return true;
}

}  // namespace dareblopy::tfrecord
