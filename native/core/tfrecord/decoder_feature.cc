// A feature that another decoder takes: it is given the value's bytes where they lie in the record,
// and writes its columns of the batch itself.
#include "core/tfrecord/feature_reader.h"
#include "core/tfrecord/feature_values.h"

namespace dareblopy::tfrecord {

namespace {

class DecoderFeature final : public FeatureReader {
 public:
  DecoderFeature(FeatureSpec spec, KeyPlaces& keys)
      : FeatureReader(std::move(spec)), place_(keys.Add(spec_.key)) {}

  std::vector<ColumnSpec> Columns() const override {
    const auto columns = spec_.decoder->columns();
    return {columns.begin(), columns.end()};
  }

  std::unique_ptr<VariableRows> NewChild(size_t rows) const override {
    return spec_.decoder->NewVariable(rows);
  }

  Status ReadFixed(const Record& record, std::span<uint8_t* const> columns, const RowTarget& target,
                   VariableRows* child) const override {
    Feature feature;
    DAREBLOPY_TRY(OpenFeature(record, record.values[place_], spec_.key, ValueKind::bytes, feature));
    if (feature.kind == ValueKind::none) return MissingError(spec_.key, spec_.element);
    Bytes value;
    DAREBLOPY_TRY(ReadSingleBytes(record, spec_.key, feature.list, value));
    Status status =
        spec_.decoder->DecodeRow(value, {target.key, target.row, columns, child, target.cancelled});
    if (!status.ok() && status.error().entry.empty()) status.error().entry = spec_.key;
    return status;
  }

 private:
  const uint32_t place_;
};

}  // namespace

std::unique_ptr<FeatureReader> NewChildDecoder(FeatureSpec spec, KeyPlaces& keys) {
  return std::make_unique<DecoderFeature>(std::move(spec), keys);
}

}  // namespace dareblopy::tfrecord
