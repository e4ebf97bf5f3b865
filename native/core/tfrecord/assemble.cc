#include "core/tfrecord/assemble.h"

#include <limits>
#include <utility>

#include "core/base/endian.h"

namespace dareblopy::tfrecord {

Value GatherNumbers(RowStreams& streams, size_t stream, const std::vector<uint8_t>& good,
                    DType dtype, std::vector<uint64_t> shape) {
  Buffer data = streams.Gather(stream, good);
  if (shape.empty()) shape.push_back(data.size() / DTypeSize(dtype));
  return {ArrayValue{dtype, std::move(shape), std::move(data)}};
}

Value GatherBytes(RowStreams& streams, size_t first, const std::vector<uint8_t>& good, bool utf8,
                  std::vector<uint64_t> shape) {
  const Buffer lengths = streams.Gather(first + 1, good);
  const size_t count = lengths.size() / sizeof(uint64_t);
  if (shape.empty()) shape.push_back(count);
  std::vector<uint64_t> ends(count);
  uint64_t end = 0;
  for (size_t i = 0; i < count; ++i)
    ends[i] = end += LoadLe64(lengths.data() + i * sizeof(uint64_t));
  return {BytesValue{utf8, std::move(shape), std::move(ends), streams.Gather(first, good)}};
}

std::vector<uint64_t> GatherCounts(RowStreams& streams, size_t stream,
                                   const std::vector<uint8_t>& good) {
  const Buffer bytes = streams.Gather(stream, good);
  std::vector<uint64_t> counts(bytes.size() / sizeof(uint64_t));
  for (size_t i = 0; i < counts.size(); ++i)
    counts[i] = LoadLe64(bytes.data() + i * sizeof(uint64_t));
  return counts;
}

Result<Value> SplitsOf(const std::vector<uint64_t>& lengths, DType dtype) {
  const size_t width = DTypeSize(dtype);
  ArrayValue splits{dtype, {lengths.size() + 1}, Buffer((lengths.size() + 1) * width)};
  uint64_t end = 0;
  const auto store = [&](size_t i) {
    if (dtype == DType::int32) {
      StoreLe(splits.data.data() + i * width, static_cast<int32_t>(end));
    } else {
      StoreLe(splits.data.data() + i * width, static_cast<int64_t>(end));
    }
  };
  store(0);
  for (size_t i = 0; i < lengths.size(); ++i) {
    end += lengths[i];
    if (dtype == DType::int32 && end > static_cast<uint64_t>(std::numeric_limits<int32_t>::max())) {
      return Error{ErrorCode::LIMIT_EXCEEDED,
                   "the batch has more values than int32 row splits can count: ask for int64"};
    }
    store(i + 1);
  }
  return Value{std::move(splits)};
}

}  // namespace dareblopy::tfrecord
