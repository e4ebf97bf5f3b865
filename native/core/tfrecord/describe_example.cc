#include "core/tfrecord/describe_example.h"

#include <utility>

#include "core/tfrecord/feature_map.h"

namespace dareblopy::tfrecord {

Result<std::vector<FeatureDescription>> DescribeExample(Bytes message) {
  std::vector<FeatureDescription> found;
  JoinedParts parts;
  Malformed malformed;
  const auto describe = [&](bool list, Bytes key, Bytes value) {
    FeatureDescription description{
        list, {reinterpret_cast<const char*>(key.data()), key.size()}, ValueKind::none, 0};
    Feature feature;
    bool whole = false;
    if (list) {
      whole = ForEachBytes(value, malformed, [&](Bytes step) {
        ++description.count;
        if (description.kind == ValueKind::none && ReadFeature(step, feature, parts, malformed)) {
          description.kind = feature.kind;
        }
        return true;
      });
    } else {
      whole = ReadFeature(value, feature, parts, malformed) &&
              CountValues(feature.kind, feature.list, malformed, description.count);
      description.kind = feature.kind;
    }
    found.push_back(std::move(description));
    return whole;
  };
  const auto take = [&](Wire& wire) {
    uint32_t tag = 0;
    Bytes map;
    if (!wire.ReadTag(tag)) return Fail(malformed, wire);
    const bool list = tag == Tag(2, WireType::delimited);
    if (!list && tag != Tag(1, WireType::delimited)) return wire.Skip(tag) || Fail(malformed, wire);
    if (!wire.ReadDelimited(map)) return Fail(malformed, wire);
    return ForEachEntry(map, parts, malformed,
                        [&](Bytes key, Bytes value) { return describe(list, key, value); });
  };
  for (Wire wire(message); !wire.done();) {
    if (take(wire)) continue;
    Error error{ErrorCode::PROTO_MALFORMED, "the record is not a valid protobuf message"};
    if (malformed.at >= message.data() && malformed.at <= message.data() + message.size()) {
      error.offset = static_cast<uint64_t>(malformed.at - message.data());
    }
    return error;
  }
  return found;
}

}  // namespace dareblopy::tfrecord
