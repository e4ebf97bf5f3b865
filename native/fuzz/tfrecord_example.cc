// Fuzzes the parsers of Example and SequenceExample with every kind of feature. The first byte
// chooses which features are asked for; rows land in memory of exactly their size.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/tfrecord/describe_example.h"
#include "core/tfrecord/example_parser.h"
#include "core/tfrecord/tensor_values.h"

using namespace dareblopy;
using namespace dareblopy::tfrecord;

namespace {

FeatureSpec Feature(std::string key, FeatureSpec::Form form, ElementType element) {
  FeatureSpec spec;
  spec.name = key + std::to_string(static_cast<int>(form));
  spec.key = std::move(key);
  spec.form = form;
  spec.element = element;
  return spec;
}

using Form = FeatureSpec::Form;
constexpr ElementType kInt64{ValueKind::int64, DType::int64};
constexpr ElementType kUint8{ValueKind::int64, DType::uint8};
constexpr ElementType kFloat32{ValueKind::float32, DType::float32};
constexpr ElementType kBytes{ValueKind::bytes, DType::uint8};
constexpr ElementType kText{ValueKind::bytes, DType::uint8, false, false, true};
constexpr ElementType kRaw{ValueKind::bytes, DType::int16, true, true};

ElementType TensorElement(TensorType type) {
  const DType dtype = type == TensorType::uint64 ? DType::int64
                      : type == TensorType::int8 ? DType::int8
                                                 : DType::float32;
  return {ValueKind::bytes, dtype, true};
}

std::vector<FeatureSpec> Features() {
  std::vector<FeatureSpec> all;
  for (const char* key : {"i", "f", "b"}) {
    const ElementType element = *key == 'i' ? kInt64 : *key == 'f' ? kFloat32 : kBytes;
    for (const Form form : {Form::fixed, Form::ragged, Form::padded})
      all.push_back(Feature(key, form, element));
  }
  for (FeatureSpec& spec : all) {
    if (spec.form == Form::fixed) spec.shape = {2};
  }
  all.push_back(Feature("i", Form::padded, kUint8));
  all.back().length = 3;
  all.back().truncate = true;
  all.push_back(Feature("b", Form::fixed, kRaw));
  all.back().shape = {2};
  all.back().default_numbers.emplace(4, uint8_t{7});
  all.push_back(Feature("b", Form::ragged, kText));
  all.push_back(Feature("f", Form::sparse, kFloat32));
  all.back().index_keys = {"i", "j"};
  all.back().sizes = {100, 10};
  for (const TensorType type : {TensorType::float32, TensorType::bfloat16, TensorType::uint64,
                                TensorType::complex64, TensorType::int8, TensorType::string}) {
    const bool text = type == TensorType::string;
    for (const bool any_rows : {false, true}) {
      all.push_back(Feature("b", Form::tensor, text ? kText : TensorElement(type)));
      all.back().shape = {any_rows ? uint64_t{1} : uint64_t{2}, 2};
      if (NumbersPerValue(type) == 2) all.back().shape.push_back(2);
      all.back().tensor = type;
      all.back().any_rows = any_rows;
    }
  }
  for (const auto kind :
       {Partition::Kind::row_lengths, Partition::Kind::row_splits, Partition::Kind::row_limits,
        Partition::Kind::row_starts, Partition::Kind::value_row_ids, Partition::Kind::uniform}) {
    all.push_back(Feature("f", Form::ragged, kFloat32));
    all.back().partitions = {{Partition::Kind::row_lengths, "j", 0}, {kind, "i", 2}};
  }
  return all;
}

std::vector<FeatureSpec> Lists() {
  return {Feature("i", Form::padded, kInt64), Feature("f", Form::ragged, kFloat32),
          Feature("b", Form::padded, kBytes)};
}

/// One parser a feature, one of all, and one of the lists.
const std::vector<std::shared_ptr<ExampleParser>>& Parsers() {
  static const auto* parsers = [] {
    auto* made = new std::vector<std::shared_ptr<ExampleParser>>;
    for (FeatureSpec& spec : Features()) {
      std::vector<FeatureSpec> one;
      one.push_back(std::move(spec));
      made->push_back(ExampleParser::Make(std::move(one), {}).value());
    }
    made->push_back(ExampleParser::Make(Features(), {}).value());
    made->push_back(ExampleParser::Make({}, Lists()).value());
    return made;
  }();
  return *parsers;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const auto& parser = *Parsers()[data[0] % Parsers().size()];
  const Bytes message(data + 1, size - 1);
  std::vector<std::unique_ptr<uint8_t[]>> rows;
  std::vector<uint8_t*> columns;
  for (const ColumnSpec& column : parser.columns()) {
    rows.push_back(std::make_unique<uint8_t[]>(column.row_bytes));
    columns.push_back(rows.back().get());
  }
  const auto variable = parser.NewVariable(1);
  const Status status = parser.DecodeRow(message, {0, 0, columns, variable.get(), nullptr});
  if (variable) static_cast<void>(variable->Finish({static_cast<uint8_t>(status.ok())}).ok());
  static_cast<void>(DescribeExample(message).ok());
  return 0;
}
