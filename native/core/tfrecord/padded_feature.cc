// tf.io.FixedLenSequenceFeature: any number of steps a record, filled up to a given length or to
// the batch's longest. With a given length numbers go straight into a column; else they are
// gathered.
#include <algorithm>
#include <cstring>

#include "core/base/checked.h"
#include "core/base/endian.h"
#include "core/tfrecord/assemble.h"
#include "core/tfrecord/feature_reader.h"
#include "core/tfrecord/feature_values.h"
#include "core/tfrecord/streamed_feature.h"

namespace dareblopy::tfrecord {

namespace {

/// `count` copies of one number of `width` bytes; null: zeros.
void Fill(uint8_t* out, uint64_t count, const std::vector<uint8_t>* number, size_t width) {
  if (count == 0) return;
  if (number == nullptr ||
      std::all_of(number->begin(), number->end(), [](uint8_t b) { return b == 0; })) {
    std::memset(out, 0, count * width);
    return;
  }
  for (uint64_t i = 0; i < count; ++i) std::memcpy(out + i * width, number->data(), width);
}

/// To a given length, numbers: a fixed column.
class PaddedColumn final : public FeatureReader {
 public:
  PaddedColumn(FeatureSpec spec, KeyPlaces& keys)
      : FeatureReader(std::move(spec)),
        place_(keys.Add(spec_.key)),
        step_(ElementsOf(spec_.shape)),
        width_(DTypeSize(spec_.element.dtype)) {}

  std::vector<ColumnSpec> Columns() const override {
    std::vector<uint64_t> shape{*spec_.length};
    shape.insert(shape.end(), spec_.shape.begin(), spec_.shape.end());
    return {{spec_.name, spec_.element.dtype, std::move(shape), *spec_.length * step_ * width_}};
  }

  Status ReadFixed(const Record& record, std::span<uint8_t* const> columns, const RowTarget&,
                   VariableRows*) const override {
    Feature feature;
    DAREBLOPY_TRY(
        OpenFeature(record, record.values[place_], spec_.key, spec_.element.source, feature));
    const uint64_t room = *spec_.length * step_;
    uint64_t count = 0;
    if (feature.kind != ValueKind::none) {
      ScratchBuffer
          scratch;  // as many values as there are, which may be more than there is room for
      DAREBLOPY_TRY(
          AppendNumbers(record, spec_.key, spec_.element, feature.list, scratch.buffer(), count));
      if (count % step_ != 0)
        return LengthError(spec_.key, step_, count, "values do not divide into steps");
      if (count > room && !spec_.truncate)
        return LengthError(spec_.key, room, count, "more values than `length` has room for");
      count = std::min(count, room);
      if (count > 0) std::memcpy(columns[0], scratch.bytes().data(), count * width_);
    }
    Fill(columns[0] + count * width_, room - count,
         spec_.default_numbers ? &*spec_.default_numbers : nullptr, width_);
    return {};
  }

 private:
  const uint32_t place_;
  const uint64_t step_;
  const size_t width_;
};

/// Streams: values (and their lengths, for bytes), the number of steps.
class PaddedRows : public StreamedFeature {
 public:
  PaddedRows(FeatureSpec spec, KeyPlaces& keys)
      : StreamedFeature(std::move(spec), keys), step_(ElementsOf(spec_.shape)) {}

  size_t streams() const override { return 3; }

  Status ReadVariable(const Record& record, RowStreams::Row& row, size_t first) const override {
    uint64_t count = 0;
    DAREBLOPY_TRY(AppendValues(record, record.values[place_], row, first, count));
    if (count % step_ != 0)
      return LengthError(spec_.key, step_, count, "values do not divide into steps");
    row.Append<uint64_t>(first + 2, count / step_);
    return {};
  }

  Status Finish(RowStreams& streams, size_t first, const std::vector<uint8_t>& good,
                ObjectValue& out) const override {
    uint64_t longest = 0;
    std::vector<uint64_t> steps;
    for (size_t row = 0; row < streams.rows(); ++row) {
      if (!good[row]) continue;
      steps.push_back(LoadLe64(streams.Part(row, first + 2).data()));
      longest = std::max(longest, steps.back());
    }
    if (spec_.length) {
      if (longest > *spec_.length && !spec_.truncate) {
        return LengthError(spec_.key, *spec_.length, longest,
                           "more values than `length` has room for");
      }
      longest = *spec_.length;
    }
    std::vector<uint64_t> shape{steps.size(), longest};
    shape.insert(shape.end(), spec_.shape.begin(), spec_.shape.end());
    const auto row_elements = CheckedMul(longest, step_);
    const auto elements = row_elements ? CheckedMul(*row_elements, steps.size()) : std::nullopt;
    if (!elements || *elements > kMostElements) {
      return Error{ErrorCode::LIMIT_EXCEEDED,
                   "padding to the longest record makes the batch too large",
                   {},
                   spec_.key};
    }
    if (spec_.element.is_number()) {
      FinishNumbers(streams, first, good, *row_elements, std::move(shape), out);
    } else {
      FinishBytes(streams, first, good, *row_elements, std::move(shape), out);
    }
    if (!spec_.lengths_name.empty()) {
      ArrayValue lengths{DType::int64, {steps.size()}, Buffer(steps.size() * 8)};
      for (size_t i = 0; i < steps.size(); ++i)
        StoreLe(lengths.data.data() + i * 8, std::min(steps[i], longest));
      out.emplace_back(spec_.lengths_name, Value{std::move(lengths)});
    }
    return {};
  }

 protected:
  /// One long record among short ones multiplies: 2^32 values are more than any batch has use for.
  static constexpr uint64_t kMostElements = uint64_t{1} << 32;

  const uint64_t step_;

 private:
  void FinishNumbers(RowStreams& streams, size_t first, const std::vector<uint8_t>& good,
                     uint64_t row_elements, std::vector<uint64_t> shape, ObjectValue& out) const {
    const size_t width = DTypeSize(spec_.element.dtype);
    const auto* fill = spec_.default_numbers ? &*spec_.default_numbers : nullptr;
    ArrayValue padded{spec_.element.dtype, std::move(shape), {}};
    padded.data.Resize(padded.shape[0] * row_elements * width);
    uint8_t* at = padded.data.data();
    for (size_t row = 0; row < streams.rows(); ++row) {
      if (!good[row]) continue;
      const Bytes values = streams.Part(row, first);
      const uint64_t count = std::min<uint64_t>(values.size() / width, row_elements);
      if (count > 0) std::memcpy(at, values.data(), count * width);
      Fill(at + count * width, row_elements - count, fill, width);
      at += row_elements * width;
    }
    out.emplace_back(spec_.name, Value{std::move(padded)});
  }

  void FinishBytes(RowStreams& streams, size_t first, const std::vector<uint8_t>& good,
                   uint64_t row_elements, std::vector<uint64_t> shape, ObjectValue& out) const {
    const std::string fill =
        spec_.default_bytes && !spec_.default_bytes->empty() ? spec_.default_bytes->front() : "";
    BytesValue padded{spec_.element.utf8, std::move(shape), {}, {}};
    for (size_t row = 0; row < streams.rows(); ++row) {
      if (!good[row]) continue;
      const Bytes lengths = streams.Part(row, first + 1);
      const Bytes values = streams.Part(row, first);
      size_t begin = 0;
      for (uint64_t i = 0; i < row_elements; ++i) {
        if (i < lengths.size() / sizeof(uint64_t)) {
          const uint64_t size = LoadLe64(lengths.data() + i * sizeof(uint64_t));
          padded.data.Append(values.subspan(begin, size));
          begin += size;
        } else {
          padded.data.Append({reinterpret_cast<const uint8_t*>(fill.data()), fill.size()});
        }
        padded.ends.push_back(padded.data.size());
      }
    }
    out.emplace_back(spec_.name, Value{std::move(padded)});
  }
};

/// A list of features of a SequenceExample: each step holds as many values as `shape`.
class PaddedList final : public PaddedRows {
 public:
  using PaddedRows::PaddedRows;

  Status ReadVariable(const Record& record, RowStreams::Row& row, size_t first) const override {
    const Bytes list = record.values[place_];
    if (list.data() == nullptr && !spec_.allow_missing)
      return MissingError(spec_.key, spec_.element);
    uint64_t steps = 0;
    Status status;
    Malformed malformed;
    const bool whole = ForEachBytes(list, malformed, [&](Bytes step) {
      uint64_t count = 0;
      status = AppendValues(record, step, row, first, count);
      if (status.ok() && count != step_) status = LengthError(spec_.key, step_, count);
      ++steps;
      return status.ok();
    });
    if (!whole) return MalformedError(record, spec_.key, malformed);
    row.Append<uint64_t>(first + 2, steps);
    return status;
  }
};

}  // namespace

std::unique_ptr<FeatureReader> NewPadded(FeatureSpec spec, KeyPlaces& keys) {
  if (spec.length && spec.element.is_number())
    return std::make_unique<PaddedColumn>(std::move(spec), keys);
  return std::make_unique<PaddedRows>(std::move(spec), keys);
}
std::unique_ptr<FeatureReader> NewPaddedList(FeatureSpec spec, KeyPlaces& keys) {
  return std::make_unique<PaddedList>(std::move(spec), keys);
}

}  // namespace dareblopy::tfrecord
