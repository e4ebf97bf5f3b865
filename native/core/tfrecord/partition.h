// tf.io.RaggedFeature's partitions: how `count` values (or rows of the next level) fall into rows.
#pragma once

#include <vector>

#include "core/base/error.h"
#include "core/tfrecord/feature_spec.h"

namespace dareblopy::tfrecord {

/// The lengths of the rows that `numbers` (the partition's feature) cut `count` values into. Error:
/// FEATURE_WRONG_LENGTH where they do not add up to `count`, or step back.
Status RowLengths(const Partition& partition, const std::vector<int64_t>& numbers, uint64_t count,
                  std::vector<uint64_t>& lengths);

}  // namespace dareblopy::tfrecord
