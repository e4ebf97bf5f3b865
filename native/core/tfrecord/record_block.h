// Records in memory are a block's parts.
#pragma once

#include "core/stream/block.h"

namespace dareblopy::tfrecord {

using RecordBlock = Block;

}  // namespace dareblopy::tfrecord
