// What a record holds, for looking at a file nobody has documented.
#pragma once

#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/tfrecord/feature.h"

namespace dareblopy::tfrecord {

struct FeatureDescription {
  bool list;  // of a SequenceExample's feature lists
  std::string key;
  ValueKind kind;  // of a list: of its first step that has one
  uint64_t count;  // values; of a list: steps
};

/// All features of an Example or SequenceExample, in their order. Error: PROTO_MALFORMED.
Result<std::vector<FeatureDescription>> DescribeExample(Bytes message);

}  // namespace dareblopy::tfrecord
