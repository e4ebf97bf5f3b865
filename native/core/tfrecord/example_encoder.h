// Writes tf.Example and tf.SequenceExample messages: packed numbers, keys in the order given, so
// that the same features give the same bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/buffer.h"
#include "core/base/bytes.h"
#include "core/tfrecord/feature.h"

namespace dareblopy::tfrecord {

/// A feature to be written; of the three lists the one of its kind is used. The memory is the
/// caller's.
struct FeatureValues {
  ValueKind kind = ValueKind::none;
  std::span<const int64_t> int64s{};
  Bytes float32s{};  // little-endian numbers, any alignment
  std::vector<Bytes> bytes{};
};

struct NamedFeature {
  std::string_view key;
  FeatureValues values;
};

struct NamedFeatureList {
  std::string_view key;
  std::vector<FeatureValues> steps;
};

/// Appends an Example.
void EncodeExample(std::span<const NamedFeature> features, Buffer& out);
/// Appends a SequenceExample.
void EncodeSequenceExample(std::span<const NamedFeature> context,
                           std::span<const NamedFeatureList> lists, Buffer& out);

}  // namespace dareblopy::tfrecord
