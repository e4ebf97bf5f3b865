#include "core/tfrecord/example_parser.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/base/checked.h"
#include "core/tfrecord/assemble.h"
#include "core/tfrecord/feature_map.h"
#include "core/tfrecord/feature_values.h"

namespace dareblopy::tfrecord {

/// The variable features of one batch, and what the decoders inside need.
class ExampleRows final : public VariableRows {
 public:
  ExampleRows(const ExampleParser& parser, size_t rows)
      : parser_(parser), streams(rows, parser.streams_) {
    for (const auto& entry : parser.entries_) children.push_back(entry.reader->NewChild(rows));
  }

  Result<Value> Finish(const std::vector<uint8_t>& good) override {
    ObjectValue out;
    for (size_t i = 0; i < parser_.entries_.size(); ++i) {
      const auto& entry = parser_.entries_[i];
      DAREBLOPY_TRY(entry.reader->Finish(streams, entry.first_stream, good, out));
      if (children[i] != nullptr) {
        DAREBLOPY_ASSIGN(Value value, children[i]->Finish(good));
        out.emplace_back(entry.reader->spec().name, std::move(value));
      }
    }
    return Value{std::move(out)};
  }

 private:
  const ExampleParser& parser_;

 public:
  RowStreams streams;
  std::vector<std::unique_ptr<VariableRows>> children;
};

uint32_t KeyPlaces::Add(const std::string& key) {
  const auto it = std::find(keys_.begin(), keys_.end(), key);
  const auto place = static_cast<uint32_t>(it - keys_.begin());
  if (it == keys_.end()) {
    keys_.push_back(key);
    uses_.push_back(0);
  }
  ++uses_[place];
  return place;
}

namespace {

std::unique_ptr<FeatureReader> NewReader(FeatureSpec spec, KeyPlaces& keys, bool list) {
  switch (spec.form) {
    case FeatureSpec::Form::fixed:
      if (spec.element.raw) return NewRawColumn(std::move(spec), keys);
      return spec.element.is_number() ? NewFixedNumbers(std::move(spec), keys)
                                      : NewFixedBytes(std::move(spec), keys);
    case FeatureSpec::Form::ragged:
      return list ? NewRaggedList(std::move(spec), keys) : NewRagged(spec, keys);
    case FeatureSpec::Form::padded:
      return list ? NewPaddedList(std::move(spec), keys) : NewPadded(std::move(spec), keys);
    case FeatureSpec::Form::sparse:
      return NewSparse(std::move(spec), keys);
    case FeatureSpec::Form::decoder:
      return NewChildDecoder(std::move(spec), keys);
    case FeatureSpec::Form::tensor:
      return NewTensor(std::move(spec), keys);
  }
  return nullptr;
}

/// A row must have a size that memory can have; a step of nothing cannot be counted.
Status CheckShape(const FeatureSpec& spec) {
  uint64_t bytes = spec.element.is_number() ? DTypeSize(spec.element.dtype) : 1;
  if (spec.length) bytes = CheckedMul(bytes, *spec.length).value_or(~uint64_t{0});
  for (const uint64_t dimension : spec.shape)
    bytes = CheckedMul(bytes, dimension).value_or(~uint64_t{0});
  Error error{ErrorCode::SHAPE_MISMATCH, "the shape of a feature is too large", {}, spec.key};
  if (bytes > uint64_t{1} << 40) return error;
  if (spec.form == FeatureSpec::Form::padded && ElementsOf(spec.shape) == 0) {
    error.message = "a step of a padded feature needs at least one value";
    return error;
  }
  return {};
}

}  // namespace

Result<std::shared_ptr<ExampleParser>> ExampleParser::Make(std::vector<FeatureSpec> features,
                                                           std::vector<FeatureSpec> lists) {
  std::vector<Entry> entries;
  std::vector<ColumnSpec> columns;
  size_t streams = 0;
  KeyPlaces keys;
  KeyPlaces list_keys;
  const size_t first_list = features.size();
  std::move(lists.begin(), lists.end(), std::back_inserter(features));
  for (size_t i = 0; i < features.size(); ++i) {
    DAREBLOPY_TRY(CheckShape(features[i]));
    const bool list = i >= first_list;
    auto reader = NewReader(std::move(features[i]), list ? list_keys : keys, list);
    auto own = reader->Columns();
    const size_t own_streams = reader->streams();
    entries.push_back({std::move(reader), columns.size(), own.size(), streams});
    std::move(own.begin(), own.end(), std::back_inserter(columns));
    streams += own_streams;
  }
  // The largest column that is one value's bytes, which nobody else reads. A decoder inside might
  // not bear to see a record twice, should the guess be wrong.
  constexpr size_t kWorthwhile = 32 << 10;
  size_t direct = entries.size();
  size_t largest = kWorthwhile;
  bool decoders = false;
  for (size_t i = 0; i < first_list; ++i) {
    decoders = decoders || entries[i].reader->spec().decoder != nullptr;
    const auto place = entries[i].reader->CopiedPlace();
    if (!place || keys.Uses(*place) != 1) continue;
    const size_t row_bytes = columns[entries[i].first_column].row_bytes;
    if (row_bytes < largest) continue;
    largest = row_bytes;
    direct = i;
  }
  if (decoders) direct = entries.size();
  return std::shared_ptr<ExampleParser>(new ExampleParser(std::move(entries), std::move(columns),
                                                          streams, first_list, keys.Take(),
                                                          list_keys.Take(), direct));
}

ExampleParser::ExampleParser(std::vector<Entry> entries, std::vector<ColumnSpec> columns,
                             size_t streams, size_t first_list, std::vector<std::string> keys,
                             std::vector<std::string> list_keys, size_t direct)
    : entries_(std::move(entries)),
      columns_(std::move(columns)),
      streams_(streams),
      first_list_(first_list),
      keys_(std::move(keys)),
      list_keys_(std::move(list_keys)),
      direct_(direct) {}

std::optional<DirectPart> ExampleParser::ExpectDirect(uint64_t size) const {
  if (direct_ == entries_.size()) return std::nullopt;
  const Entry& entry = entries_[direct_];
  const uint64_t offset = entry.reader->LastOffset();
  const uint64_t bytes = columns_[entry.first_column].row_bytes;
  if (offset == 0 || !RangeFits(offset, bytes, size)) return std::nullopt;
  return DirectPart{entry.first_column, offset, bytes};
}

std::unique_ptr<VariableRows> ExampleParser::NewVariable(size_t rows) const {
  auto variable = std::make_unique<ExampleRows>(*this, rows);
  const bool children = std::any_of(variable->children.begin(), variable->children.end(),
                                    [](const auto& child) { return child != nullptr; });
  if (streams_ == 0 && !children) return nullptr;
  return variable;
}

namespace {

/// Finds the asked keys of a message whose field 1 is a map: Features and FeatureLists. The last of
/// several entries of one key counts.
bool ScanMap(Bytes map, const KeyTable& keys, Bytes* values, JoinedParts& parts,
             Malformed& malformed) {
  uint32_t previous = KeyTable::kNone;
  return ForEachEntry(map, parts, malformed, [&](Bytes key, Bytes value) {
    const uint32_t place = keys.Find(key, previous);
    if (place == KeyTable::kNone) return true;
    values[place] = value;
    previous = place;
    return true;
  });
}

}  // namespace

Status ExampleParser::ScanMessage(Bytes message, Record& record, Bytes* values) const {
  // Example: features = 1. SequenceExample: context = 1, feature_lists = 2.
  Malformed malformed;
  Wire wire(message);
  const auto here = [&] { return MalformedError(record, {}, {wire.p}); };
  while (!wire.done()) {
    uint32_t tag = 0;
    if (!wire.ReadTag(tag)) return here();
    const bool features = tag == Tag(1, WireType::delimited);
    if (!features && !(tag == Tag(2, WireType::delimited) && list_keys_.size() > 0)) {
      if (!wire.Skip(tag)) return here();
      continue;
    }
    Bytes map;
    if (!wire.ReadDelimited(map)) return here();
    const KeyTable& keys = features ? keys_ : list_keys_;
    if (!ScanMap(map, keys, features ? values : values + keys_.size(), *record.parts, malformed)) {
      return MalformedError(record, {}, malformed);
    }
  }
  return {};
}

Status ExampleParser::DecodeRow(Bytes sample, const RowTarget& target) const {
  constexpr size_t kFew = 16;
  const size_t count = keys_.size() + list_keys_.size();
  Bytes few[kFew];
  ScratchBuffer many(count > kFew ? count * sizeof(Bytes) : 0);
  Bytes* const values = count > kFew ? reinterpret_cast<Bytes*>(many.bytes().data()) : few;
  if (count > kFew) std::uninitialized_value_construct_n(values, count);
  JoinedParts parts;
  Record record{sample, values, &parts};
  DAREBLOPY_TRY(ScanMessage(sample, record, values));
  Record lists = record;
  lists.values = values + keys_.size();

  auto* const variable = static_cast<ExampleRows*>(target.variable);
  for (size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    DAREBLOPY_TRY(entry.reader->ReadFixed(
        i < first_list_ ? record : lists, target.columns.subspan(entry.first_column, entry.columns),
        target, variable != nullptr ? variable->children[i].get() : nullptr));
  }
  if (streams_ == 0) return {};
  RowStreams::Row row(variable->streams, target.row);
  for (size_t i = 0; i < entries_.size(); ++i) {
    DAREBLOPY_TRY(entries_[i].reader->ReadVariable(i < first_list_ ? record : lists, row,
                                                   entries_[i].first_stream));
  }
  return {};
}

}  // namespace dareblopy::tfrecord
