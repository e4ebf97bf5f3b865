// Numbers whose bytes are a BytesList's single value, in a column of known shape: the original's
// uint8 alias, and every other dtype of fixed width. Where a large value lies in one record it
// probably lies in the next one too: there it can be read straight into its column
// (batch/decoder.h, DirectPart).
#include <cstring>

#include "core/tfrecord/assemble.h"
#include "core/tfrecord/feature_reader.h"
#include "core/tfrecord/feature_values.h"
#include "core/tfrecord/last_place.h"

namespace dareblopy::tfrecord {

namespace {

class RawColumn final : public FeatureReader {
 public:
  RawColumn(FeatureSpec spec, KeyPlaces& keys)
      : FeatureReader(std::move(spec)),
        place_(keys.Add(spec_.key)),
        row_bytes_(ElementsOf(spec_.shape) * DTypeSize(spec_.element.dtype)) {}

  std::vector<ColumnSpec> Columns() const override {
    return {{spec_.name, spec_.element.dtype, spec_.shape, row_bytes_}};
  }
  std::optional<uint32_t> CopiedPlace() const override {
    if (spec_.element.big_endian && DTypeSize(spec_.element.dtype) > 1) return std::nullopt;
    return place_;
  }
  uint64_t LastOffset() const override { return last_place_.Expected(); }

  Status ReadFixed(const Record& record, std::span<uint8_t* const> columns, const RowTarget& target,
                   VariableRows*) const override {
    Feature feature;
    DAREBLOPY_TRY(OpenFeature(record, record.values[place_], spec_.key, ValueKind::bytes, feature));
    if (feature.kind == ValueKind::none) {
      if (!spec_.default_numbers) return MissingError(spec_.key, spec_.element);
      if (row_bytes_ > 0) std::memcpy(columns[0], spec_.default_numbers->data(), row_bytes_);
      return {};
    }
    Bytes value;
    DAREBLOPY_TRY(ReadSingleBytes(record, spec_.key, feature.list, value));
    if (value.size() != row_bytes_) {
      return LengthError(spec_.key, row_bytes_, value.size(),
                         "a feature has another number of bytes");
    }
    if (target.direct != nullptr && value.data() == target.direct) {
      target.direct = nullptr;  // it is in the column already
      return {};
    }
    last_place_.Remember(value, record.bytes);
    CopyRaw(spec_.element, value, columns[0]);
    return {};
  }

 private:
  const uint32_t place_;
  const size_t row_bytes_;
  LastPlace last_place_;
};

}  // namespace

std::unique_ptr<FeatureReader> NewRawColumn(FeatureSpec spec, KeyPlaces& keys) {
  return std::make_unique<RawColumn>(std::move(spec), keys);
}

}  // namespace dareblopy::tfrecord
