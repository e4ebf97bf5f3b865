// tf.io.SparseFeature: values, and for each dimension a feature with their indices. Streams: values
// (and their lengths, for bytes), then (row-major) the indices of each value.
#include <algorithm>
#include <cstring>
#include <numeric>

#include "core/base/endian.h"
#include "core/tfrecord/assemble.h"
#include "core/tfrecord/feature_reader.h"
#include "core/tfrecord/feature_values.h"

namespace dareblopy::tfrecord {

namespace {

class SparseFeature final : public FeatureReader {
 public:
  SparseFeature(FeatureSpec spec, KeyPlaces& keys)
      : FeatureReader(std::move(spec)), place_(keys.Add(spec_.key)) {
    for (const std::string& key : spec_.index_keys) index_places_.push_back(keys.Add(key));
  }

  size_t streams() const override { return 3; }

  Status ReadVariable(const Record& record, RowStreams::Row& row, size_t first) const override {
    Feature feature;
    DAREBLOPY_TRY(
        OpenFeature(record, record.values[place_], spec_.key, spec_.element.source, feature));
    ScratchBuffer values;
    ScratchBuffer lengths;
    uint64_t count = 0;
    if (feature.kind != ValueKind::none && spec_.element.is_number()) {
      DAREBLOPY_TRY(
          AppendNumbers(record, spec_.key, spec_.element, feature.list, values.buffer(), count));
    } else if (feature.kind != ValueKind::none) {
      DAREBLOPY_TRY(AppendBytes(record, spec_.key, spec_.element, feature.list, values.buffer(),
                                lengths.buffer(), count));
    }
    std::vector<int64_t> indices;
    DAREBLOPY_TRY(ReadIndices(record, count, indices));
    AppendSorted(indices, values.bytes(), lengths.bytes(), count, row, first);
    return {};
  }

  Status Finish(RowStreams& streams, size_t first, const std::vector<uint8_t>& good,
                ObjectValue& out) const override {
    const size_t rank = spec_.index_keys.size();
    uint64_t total = 0;
    for (size_t row = 0; row < streams.rows(); ++row) {
      if (good[row]) total += streams.Part(row, first + 2).size() / (8 * rank);
    }
    ArrayValue indices{DType::int64, {total, rank + 1}, Buffer(total * (rank + 1) * 8)};
    uint8_t* at = indices.data.data();
    uint64_t number = 0;  // of the row among the good ones
    for (size_t row = 0; row < streams.rows(); ++row) {
      if (!good[row]) continue;
      const Bytes part = streams.Part(row, first + 2);
      for (size_t i = 0; i < part.size(); i += 8 * rank, at += 8 * (rank + 1)) {
        StoreLe(at, number);
        std::memcpy(at + 8, part.data() + i, 8 * rank);
      }
      ++number;
    }
    ListValue shape;
    shape.push_back(Value{static_cast<double>(number)});
    for (const uint64_t size : spec_.sizes) shape.push_back(Value{static_cast<double>(size)});
    ObjectValue sparse;
    sparse.emplace_back("indices", Value{std::move(indices)});
    sparse.emplace_back("values", spec_.element.is_number()
                                      ? GatherNumbers(streams, first, good, spec_.element.dtype, {})
                                      : GatherBytes(streams, first, good, spec_.element.utf8, {}));
    sparse.emplace_back("denseShape", Value{std::move(shape)});
    out.emplace_back(spec_.name, Value{std::move(sparse)});
    return {};
  }

 private:
  /// The indices of `count` values, row-major, each below its size.
  Status ReadIndices(const Record& record, uint64_t count, std::vector<int64_t>& indices) const {
    const size_t rank = spec_.index_keys.size();
    indices.assign(count * rank, 0);
    for (size_t axis = 0; axis < rank; ++axis) {
      const std::string& key = spec_.index_keys[axis];
      Feature feature;
      DAREBLOPY_TRY(
          OpenFeature(record, record.values[index_places_[axis]], key, ValueKind::int64, feature));
      uint64_t found = 0;
      int64_t outside = -1;
      bool inside = true;
      Malformed malformed;
      const bool whole = ForEachInt64(feature.list, malformed, [&](int64_t index) {
        if (index < 0 || static_cast<uint64_t>(index) >= spec_.sizes[axis]) {
          outside = index;
          return inside = false;
        }
        if (found < count) indices[found * rank + axis] = index;
        ++found;
        return true;
      });
      if (!whole) return MalformedError(record, key, malformed);
      if (!inside) {
        Error error{ErrorCode::NUMBER_OUT_OF_RANGE,
                    "an index of a sparse feature lies outside its size",
                    {},
                    key};
        error.expected = "0 to " + std::to_string(spec_.sizes[axis] - 1);
        error.actual = std::to_string(outside);
        return error;
      }
      if (found != count)
        return LengthError(key, count, found,
                           "a sparse feature has another number of indices than values");
    }
    return {};
  }

  void AppendSorted(const std::vector<int64_t>& indices, Bytes values, Bytes lengths,
                    uint64_t count, RowStreams::Row& row, size_t first) const {
    const size_t rank = spec_.index_keys.size();
    std::vector<uint64_t> order(count);
    std::iota(order.begin(), order.end(), 0);
    if (!spec_.already_sorted) {
      std::stable_sort(order.begin(), order.end(), [&](uint64_t a, uint64_t b) {
        const auto* x = indices.data() + a * rank;
        const auto* y = indices.data() + b * rank;
        return std::lexicographical_compare(x, x + rank, y, y + rank);
      });
    }
    const bool numbers = spec_.element.is_number();
    const size_t width = numbers ? DTypeSize(spec_.element.dtype) : sizeof(uint64_t);
    std::vector<uint64_t> begins;
    for (uint64_t i = 0, begin = 0; !numbers && i < count; ++i) {
      begins.push_back(begin);
      begin += LoadLe64(lengths.data() + i * width);
    }
    for (const uint64_t i : order) {
      if (numbers) {
        row.stream(first).Append(values.subspan(i * width, width));
      } else {
        const Bytes length = lengths.subspan(i * width, width);
        row.stream(first).Append(values.subspan(begins[i], LoadLe64(length.data())));
        row.stream(first + 1).Append(length);
      }
      row.stream(first + 2).Append(
          {reinterpret_cast<const uint8_t*>(indices.data() + i * rank), rank * 8});
    }
  }

  const uint32_t place_;
  std::vector<uint32_t> index_places_;
};

}  // namespace

std::unique_ptr<FeatureReader> NewSparse(FeatureSpec spec, KeyPlaces& keys) {
  return std::make_unique<SparseFeature>(std::move(spec), keys);
}

}  // namespace dareblopy::tfrecord
