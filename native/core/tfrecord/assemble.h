// From gathered streams to the values of the batch: helpers shared by the forms.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/base/error.h"
#include "core/batch/value.h"
#include "core/tfrecord/row_streams.h"

namespace dareblopy::tfrecord {

/// The product of the dimensions; the parser checked it for overflow.
inline uint64_t ElementsOf(const std::vector<uint64_t>& shape) {
  uint64_t count = 1;
  for (const uint64_t dimension : shape) count *= dimension;
  return count;
}

inline uint64_t GoodRows(const std::vector<uint8_t>& good) {
  return static_cast<uint64_t>(
      std::count_if(good.begin(), good.end(), [](uint8_t g) { return g != 0; }));
}

/// A stream of numbers as an array; `shape` may be left empty for one dimension.
Value GatherNumbers(RowStreams& streams, size_t stream, const std::vector<uint8_t>& good,
                    DType dtype, std::vector<uint64_t> shape);
/// Stream `first` of bytes and `first` + 1 of their lengths.
Value GatherBytes(RowStreams& streams, size_t first, const std::vector<uint8_t>& good, bool utf8,
                  std::vector<uint64_t> shape);
/// A stream of uint64 of all good rows.
std::vector<uint64_t> GatherCounts(RowStreams& streams, size_t stream,
                                   const std::vector<uint8_t>& good);
/// Row splits from lengths: 0, a, a + b, ... Error: LIMIT_EXCEEDED where they do not fit `dtype`.
Result<Value> SplitsOf(const std::vector<uint64_t>& lengths, DType dtype);

}  // namespace dareblopy::tfrecord
