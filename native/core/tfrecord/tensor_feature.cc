// tf.io.parse_tensor: a BytesList's single value that is a TensorProto. Of a known shape, numbers
// go straight into a column of the batch, and a large tensor's content can be read there from the
// file (batch/decoder.h, DirectPart); of any number of rows they are gathered, with row splits.
#include <cstring>

#include "core/base/checked.h"
#include "core/tfrecord/assemble.h"
#include "core/tfrecord/feature_reader.h"
#include "core/tfrecord/feature_values.h"
#include "core/tfrecord/last_place.h"
#include "core/tfrecord/tensor_values.h"

namespace dareblopy::tfrecord {

namespace {

std::string ShapeText(const uint64_t* dimensions, size_t rank, bool any_rows) {
  std::string text = "[";
  for (size_t i = 0; i < rank; ++i) {
    if (i > 0) text += ", ";
    if (i == 0 && any_rows)
      text += "any";
    else
      text += std::to_string(dimensions[i]);
  }
  return text + "]";
}

/// What tensors of numbers and of strings have in common.
class TensorFeature : public FeatureReader {
 public:
  TensorFeature(FeatureSpec spec, KeyPlaces& keys)
      : FeatureReader(std::move(spec)), place_(keys.Add(spec_.key)) {}

 protected:
  /// `shape`: without the last dimension of complex numbers, as the tensor has it.
  Status Open(const Record& record, TensorProto& tensor, bool& present) const {
    Feature feature;
    DAREBLOPY_TRY(OpenFeature(record, record.values[place_], spec_.key, ValueKind::bytes, feature));
    present = feature.kind != ValueKind::none;
    if (!present) return {};
    Bytes value;
    DAREBLOPY_TRY(ReadSingleBytes(record, spec_.key, feature.list, value));
    Malformed malformed;
    if (!ReadTensorProto(value, tensor, malformed)) {
      Status status = MalformedError(record, spec_.key, malformed);
      status.error().message = "the value is not a valid TensorProto";
      return status;
    }
    return Check(tensor);
  }

  TensorSource SourceOf(const Record& record, const TensorProto& tensor) const {
    return {record, spec_.key, tensor, spec_.tensor, spec_.element};
  }

  /// Values in a tensor of this many rows, of the dimensions behind the first.
  uint64_t RowValues() const {
    uint64_t count = 1;
    for (size_t i = 1; i < Rank(); ++i) count *= spec_.shape[i];
    return count;
  }

  const uint32_t place_;

 private:
  size_t Rank() const { return spec_.shape.size() - (NumbersPerValue(spec_.tensor) - 1); }

  Status Check(const TensorProto& tensor) const {
    if (tensor.type != static_cast<uint64_t>(spec_.tensor)) {
      Error error{ErrorCode::FEATURE_WRONG_KIND, "a tensor has another dtype"};
      error.entry = spec_.key;
      error.expected = TensorTypeName(static_cast<uint64_t>(spec_.tensor));
      error.actual = TensorTypeName(tensor.type);
      return error;
    }
    bool same = tensor.known_shape && tensor.rank == Rank();
    for (size_t i = spec_.any_rows ? 1 : 0; same && i < tensor.rank; ++i)
      same = tensor.dimensions[i] == spec_.shape[i];
    if (same) return {};
    Error error{ErrorCode::SHAPE_MISMATCH, "a tensor has another shape"};
    error.entry = spec_.key;
    error.expected = ShapeText(spec_.shape.data(), Rank(), spec_.any_rows);
    error.actual = tensor.known_shape ? ShapeText(tensor.dimensions.data(), tensor.rank, false)
                                      : std::string("a shape that is not fully known");
    return error;
  }
};

class TensorColumn final : public TensorFeature {
 public:
  TensorColumn(FeatureSpec spec, KeyPlaces& keys)
      : TensorFeature(std::move(spec), keys),
        count_(ElementsOf(spec_.shape) / NumbersPerValue(spec_.tensor)),
        row_bytes_(ElementsOf(spec_.shape) * DTypeSize(spec_.element.dtype)) {}

  std::vector<ColumnSpec> Columns() const override {
    return {{spec_.name, spec_.element.dtype, spec_.shape, row_bytes_}};
  }
  std::optional<uint32_t> CopiedPlace() const override {
    const size_t width = TensorTypeSize(spec_.tensor);
    const bool turned = spec_.element.big_endian && width > 1;
    const bool as_is = spec_.tensor != TensorType::bfloat16 && spec_.tensor != TensorType::uint64 &&
                       width == DTypeSize(spec_.element.dtype);
    if (turned || !as_is) return std::nullopt;
    return place_;
  }
  uint64_t LastOffset() const override { return last_place_.Expected(); }

  Status ReadFixed(const Record& record, std::span<uint8_t* const> columns, const RowTarget& target,
                   VariableRows*) const override {
    TensorProto tensor;
    bool present = false;
    DAREBLOPY_TRY(Open(record, tensor, present));
    if (!present) {
      if (!spec_.default_numbers) return MissingError(spec_.key, spec_.element);
      if (row_bytes_ > 0) std::memcpy(columns[0], spec_.default_numbers->data(), row_bytes_);
      return {};
    }
    const Bytes content = tensor.content;
    if (!content.empty() && content.size() == row_bytes_) {
      if (target.direct != nullptr && content.data() == target.direct) {
        target.direct = nullptr;  // it is in the column already
        return {};
      }
      last_place_.Remember(content, record.bytes);
    }
    return CopyTensor(SourceOf(record, tensor), count_, columns[0]);
  }

 private:
  const uint64_t count_;
  const size_t row_bytes_;
  LastPlace last_place_;
};

class TensorStrings final : public TensorFeature {
 public:
  using TensorFeature::TensorFeature;

  size_t streams() const override { return 2; }

  Status ReadVariable(const Record& record, RowStreams::Row& row, size_t first) const override {
    TensorProto tensor;
    bool present = false;
    DAREBLOPY_TRY(Open(record, tensor, present));
    if (present) {
      return AppendTensorStrings(SourceOf(record, tensor), ElementsOf(spec_.shape),
                                 row.stream(first), row.stream(first + 1));
    }
    if (!spec_.default_bytes) return MissingError(spec_.key, spec_.element);
    for (const std::string& value : *spec_.default_bytes) {
      row.stream(first).Append({reinterpret_cast<const uint8_t*>(value.data()), value.size()});
      row.Append<uint64_t>(first + 1, value.size());
    }
    return {};
  }

  Status Finish(RowStreams& streams, size_t first, const std::vector<uint8_t>& good,
                ObjectValue& out) const override {
    std::vector<uint64_t> shape{GoodRows(good)};
    shape.insert(shape.end(), spec_.shape.begin(), spec_.shape.end());
    out.emplace_back(spec_.name,
                     GatherBytes(streams, first, good, spec_.element.utf8, std::move(shape)));
    return {};
  }
};

/// Any number of rows. Streams: values, lengths of strings, numbers of rows.
class TensorRows final : public TensorFeature {
 public:
  using TensorFeature::TensorFeature;

  size_t streams() const override { return 3; }

  Status ReadVariable(const Record& record, RowStreams::Row& row, size_t first) const override {
    TensorProto tensor;
    bool present = false;
    DAREBLOPY_TRY(Open(record, tensor, present));
    const uint64_t rows = present ? tensor.dimensions[0] : 0;
    DAREBLOPY_TRY(AppendRows(record, tensor, rows, row, first));
    row.Append<uint64_t>(first + 2, rows);
    return {};
  }

  Status Finish(RowStreams& streams, size_t first, const std::vector<uint8_t>& good,
                ObjectValue& out) const override {
    const std::vector<uint64_t> rows = GatherCounts(streams, first + 2, good);
    std::vector<uint64_t> shape = spec_.shape;
    shape[0] = 0;
    for (const uint64_t count : rows) shape[0] += count;
    DAREBLOPY_ASSIGN(Value splits, SplitsOf(rows, spec_.splits_dtype));
    ListValue nested;
    nested.push_back(std::move(splits));
    ObjectValue ragged;
    ragged.emplace_back(
        "values", spec_.element.is_number()
                      ? GatherNumbers(streams, first, good, spec_.element.dtype, std::move(shape))
                      : GatherBytes(streams, first, good, spec_.element.utf8, std::move(shape)));
    ragged.emplace_back("nestedRowSplits", Value{std::move(nested)});
    out.emplace_back(spec_.name, Value{std::move(ragged)});
    return {};
  }

 private:
  Status AppendRows(const Record& record, const TensorProto& tensor, uint64_t rows,
                    RowStreams::Row& row, size_t first) const {
    const auto count = CheckedMul(rows, RowValues());
    const size_t width = spec_.element.is_number()
                             ? DTypeSize(spec_.element.dtype) * NumbersPerValue(spec_.tensor)
                             : sizeof(uint64_t);
    const auto bytes = count ? CheckedMul(*count, width) : std::nullopt;
    const TensorSource source = SourceOf(record, tensor);
    // The record alone says how many there are: what it does not hold itself has a limit.
    const bool bounded = bytes && (*bytes <= kMostRepeated || HasAllValues(source, *count));
    if (!bounded || (*count == 0 && rows > kMostRepeated)) {
      Error error{ErrorCode::LIMIT_EXCEEDED, "a tensor repeats a value too often", {}, spec_.key};
      error.actual = bytes.value_or(~uint64_t{0});
      error.expected = kMostRepeated;
      return error;
    }
    if (*count == 0) return {};
    if (!spec_.element.is_number()) {
      return AppendTensorStrings(source, *count, row.stream(first), row.stream(first + 1));
    }
    Buffer& values = row.stream(first);
    const size_t before = values.size();
    if (values.capacity() < before + *bytes)
      values.Reserve(std::max<size_t>(before + *bytes, values.capacity() * 2));
    values.Resize(before + *bytes);
    Status status = CopyTensor(source, *count, values.data() + before);
    if (!status.ok()) values.Resize(before);
    return status;
  }
};

}  // namespace

std::unique_ptr<FeatureReader> NewTensor(FeatureSpec spec, KeyPlaces& keys) {
  if (spec.any_rows) return std::make_unique<TensorRows>(std::move(spec), keys);
  if (spec.element.is_number()) return std::make_unique<TensorColumn>(std::move(spec), keys);
  return std::make_unique<TensorStrings>(std::move(spec), keys);
}

}  // namespace dareblopy::tfrecord
