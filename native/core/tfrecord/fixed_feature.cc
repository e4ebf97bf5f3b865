// tf.io.FixedLenFeature: the same number of values in every record. Numbers go straight into a
// column of the batch; bytes and strings have no fixed width and are gathered.
#include <cstring>

#include "core/base/checked.h"
#include "core/tfrecord/assemble.h"
#include "core/tfrecord/feature_reader.h"
#include "core/tfrecord/feature_values.h"

namespace dareblopy::tfrecord {

namespace {

class FixedNumbers final : public FeatureReader {
 public:
  FixedNumbers(FeatureSpec spec, KeyPlaces& keys)
      : FeatureReader(std::move(spec)),
        place_(keys.Add(spec_.key)),
        count_(ElementsOf(spec_.shape)),
        row_bytes_(count_ * DTypeSize(spec_.element.dtype)) {}

  std::vector<ColumnSpec> Columns() const override {
    return {{spec_.name, spec_.element.dtype, spec_.shape, row_bytes_}};
  }

  Status ReadFixed(const Record& record, std::span<uint8_t* const> columns, const RowTarget&,
                   VariableRows*) const override {
    Feature feature;
    DAREBLOPY_TRY(
        OpenFeature(record, record.values[place_], spec_.key, spec_.element.source, feature));
    if (feature.kind == ValueKind::none) {
      if (!spec_.default_numbers) return MissingError(spec_.key, spec_.element);
      if (row_bytes_ > 0) std::memcpy(columns[0], spec_.default_numbers->data(), row_bytes_);
      return {};
    }
    return ReadNumbers(record, spec_.key, spec_.element, feature.list, columns[0], count_);
  }

 private:
  const uint32_t place_;
  const uint64_t count_;
  const size_t row_bytes_;
};

class FixedBytes final : public FeatureReader {
 public:
  FixedBytes(FeatureSpec spec, KeyPlaces& keys)
      : FeatureReader(std::move(spec)),
        place_(keys.Add(spec_.key)),
        count_(ElementsOf(spec_.shape)) {}

  size_t streams() const override { return 2; }

  Status ReadVariable(const Record& record, RowStreams::Row& row, size_t first) const override {
    Feature feature;
    DAREBLOPY_TRY(OpenFeature(record, record.values[place_], spec_.key, ValueKind::bytes, feature));
    if (feature.kind == ValueKind::none) {
      if (!spec_.default_bytes) return MissingError(spec_.key, spec_.element);
      for (const std::string& value : *spec_.default_bytes) {
        row.stream(first).Append({reinterpret_cast<const uint8_t*>(value.data()), value.size()});
        row.Append<uint64_t>(first + 1, value.size());
      }
      return {};
    }
    uint64_t count = 0;
    DAREBLOPY_TRY(AppendBytes(record, spec_.key, spec_.element, feature.list, row.stream(first),
                              row.stream(first + 1), count));
    return count == count_ ? Status() : LengthError(spec_.key, count_, count);
  }

  Status Finish(RowStreams& streams, size_t first, const std::vector<uint8_t>& good,
                ObjectValue& out) const override {
    std::vector<uint64_t> shape{GoodRows(good)};
    shape.insert(shape.end(), spec_.shape.begin(), spec_.shape.end());
    out.emplace_back(spec_.name,
                     GatherBytes(streams, first, good, spec_.element.utf8, std::move(shape)));
    return {};
  }

 private:
  const uint32_t place_;
  const uint64_t count_;
};

}  // namespace

std::unique_ptr<FeatureReader> NewFixedNumbers(FeatureSpec spec, KeyPlaces& keys) {
  return std::make_unique<FixedNumbers>(std::move(spec), keys);
}
std::unique_ptr<FeatureReader> NewFixedBytes(FeatureSpec spec, KeyPlaces& keys) {
  return std::make_unique<FixedBytes>(std::move(spec), keys);
}

}  // namespace dareblopy::tfrecord
