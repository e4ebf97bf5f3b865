// tf.io.RaggedFeature: any number of values a record, with row splits; partitions cut the values of
// a record into rows of rows. Streams: values (and their lengths, for bytes), the number of
// outermost rows, then for each partition the lengths of its rows.
#include "core/base/endian.h"
#include "core/tfrecord/assemble.h"
#include "core/tfrecord/feature_reader.h"
#include "core/tfrecord/feature_values.h"
#include "core/tfrecord/partition.h"
#include "core/tfrecord/streamed_feature.h"

namespace dareblopy::tfrecord {

namespace {

/// What ragged features and ragged lists have in common: `levels` levels of rows below the batch's.
class RaggedBase : public StreamedFeature {
 public:
  RaggedBase(FeatureSpec spec, KeyPlaces& keys, size_t levels)
      : StreamedFeature(std::move(spec), keys), levels_(levels) {}

  size_t streams() const override { return 2 + 1 + levels_; }

 protected:
  static void AppendCounts(RowStreams::Row& row, size_t stream,
                           const std::vector<uint64_t>& counts) {
    row.stream(stream).Append(
        {reinterpret_cast<const uint8_t*>(counts.data()), counts.size() * sizeof(uint64_t)});
  }
  static size_t OuterStream(size_t first) { return first + 2; }
  static size_t LevelStream(size_t first, size_t level) { return first + 3 + level; }

  /// { values, rowSplits, nestedRowSplits }; `inner` are uniform dimensions of the values
  /// themselves.
  Status FinishRagged(RowStreams& streams, size_t first, const std::vector<uint8_t>& good,
                      size_t levels, const std::vector<uint64_t>& inner, ObjectValue& out) const {
    ListValue nested;
    for (size_t level = 0; level <= levels; ++level) {
      const size_t stream = level == 0 ? OuterStream(first) : LevelStream(first, level - 1);
      DAREBLOPY_ASSIGN(Value splits,
                       SplitsOf(GatherCounts(streams, stream, good), spec_.splits_dtype));
      nested.push_back(std::move(splits));
    }
    Value values = spec_.element.is_number()
                       ? GatherNumbers(streams, first, good, spec_.element.dtype, {})
                       : GatherBytes(streams, first, good, spec_.element.utf8, {});
    if (!inner.empty()) {
      auto& shape = spec_.element.is_number() ? std::get<ArrayValue>(values.v).shape
                                              : std::get<BytesValue>(values.v).shape;
      const uint64_t row = ElementsOf(inner);
      shape = {shape[0] / row};
      shape.insert(shape.end(), inner.begin(), inner.end());
    }
    ObjectValue ragged;
    ragged.emplace_back("values", std::move(values));
    ragged.emplace_back("nestedRowSplits", Value{std::move(nested)});
    out.emplace_back(spec_.name, Value{std::move(ragged)});
    return {};
  }

  const size_t levels_;
};

class RaggedFeature final : public RaggedBase {
 public:
  RaggedFeature(const FeatureSpec& spec, KeyPlaces& keys)
      : RaggedBase(spec, keys, spec.partitions.size()) {
    for (const Partition& partition : spec_.partitions) {
      places_.push_back(partition.kind == Partition::Kind::uniform ? 0 : keys.Add(partition.key));
    }
    // Uniform partitions at the inner end are dimensions of the values, as in tf.io.
    explicit_ = spec_.partitions.size();
    while (explicit_ > 0 && spec_.partitions[explicit_ - 1].kind == Partition::Kind::uniform) {
      inner_.insert(inner_.begin(), spec_.partitions[--explicit_].length);
    }
  }

  Status ReadVariable(const Record& record, RowStreams::Row& row, size_t first) const override {
    uint64_t count = 0;
    DAREBLOPY_TRY(AppendValues(record, record.values[place_], row, first, count));
    std::vector<int64_t> numbers;
    std::vector<uint64_t> lengths;
    for (size_t level = spec_.partitions.size(); level-- > 0;) {
      const Partition& partition = spec_.partitions[level];
      if (partition.kind != Partition::Kind::uniform) {
        DAREBLOPY_TRY(ReadPartition(record, partition, places_[level], numbers));
      }
      DAREBLOPY_TRY(RowLengths(partition, numbers, count, lengths));
      if (level < explicit_) AppendCounts(row, LevelStream(first, level), lengths);
      count = lengths.size();
    }
    row.Append<uint64_t>(OuterStream(first), count);
    return {};
  }

  Status Finish(RowStreams& streams, size_t first, const std::vector<uint8_t>& good,
                ObjectValue& out) const override {
    return FinishRagged(streams, first, good, explicit_, inner_, out);
  }

 private:
  static Status ReadPartition(const Record& record, const Partition& partition, uint32_t place,
                              std::vector<int64_t>& numbers) {
    numbers.clear();
    Feature feature;
    DAREBLOPY_TRY(
        OpenFeature(record, record.values[place], partition.key, ValueKind::int64, feature));
    Malformed malformed;
    const auto add = [&](int64_t number) { return numbers.push_back(number), true; };
    if (!ForEachInt64(feature.list, malformed, add))
      return MalformedError(record, partition.key, malformed);
    return {};
  }

  std::vector<uint32_t> places_;  // of the partitions' keys
  size_t explicit_;               // partitions that have row splits of their own
  std::vector<uint64_t> inner_;
};

/// A list of features of a SequenceExample: the steps are rows of their values.
class RaggedList final : public RaggedBase {
 public:
  RaggedList(FeatureSpec spec, KeyPlaces& keys) : RaggedBase(std::move(spec), keys, 1) {}

  Status ReadVariable(const Record& record, RowStreams::Row& row, size_t first) const override {
    uint64_t steps = 0;
    Status status;
    Malformed malformed;
    const bool whole = ForEachBytes(record.values[place_], malformed, [&](Bytes step) {
      uint64_t count = 0;
      status = AppendValues(record, step, row, first, count);
      row.Append<uint64_t>(LevelStream(first, 0), count);
      ++steps;
      return status.ok();
    });
    if (!whole) return MalformedError(record, spec_.key, malformed);
    row.Append<uint64_t>(OuterStream(first), steps);
    return status;
  }

  Status Finish(RowStreams& streams, size_t first, const std::vector<uint8_t>& good,
                ObjectValue& out) const override {
    return FinishRagged(streams, first, good, 1, {}, out);
  }
};

}  // namespace

std::unique_ptr<FeatureReader> NewRagged(const FeatureSpec& spec, KeyPlaces& keys) {
  return std::make_unique<RaggedFeature>(spec, keys);
}
std::unique_ptr<FeatureReader> NewRaggedList(FeatureSpec spec, KeyPlaces& keys) {
  return std::make_unique<RaggedList>(std::move(spec), keys);
}

}  // namespace dareblopy::tfrecord
