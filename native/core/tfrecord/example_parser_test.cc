// What TensorFlow makes of the same records is compared in packages/tfrecord; here: the pieces,
// hostile bytes, and many threads.
#include "core/tfrecord/example_parser.h"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "core/base/thread_pool.h"
#include "core/tfrecord/example_encoder.h"

namespace dareblopy::tfrecord {
namespace {

Bytes BytesOf(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}
Bytes BytesOf(const std::vector<float>& v) {
  return {reinterpret_cast<const uint8_t*>(v.data()), v.size() * 4};
}

FeatureSpec Fixed(std::string key, ElementType element, std::vector<uint64_t> shape) {
  FeatureSpec spec;
  spec.name = spec.key = std::move(key);
  spec.element = element;
  spec.shape = std::move(shape);
  return spec;
}
constexpr ElementType kInt64{ValueKind::int64, DType::int64};
constexpr ElementType kFloat32{ValueKind::float32, DType::float32};
constexpr ElementType kUint8{ValueKind::bytes, DType::uint8, true};
constexpr ElementType kBytes{ValueKind::bytes, DType::uint8};

std::vector<uint8_t> Sample(int64_t label, const std::vector<float>& weights,
                            std::string_view data) {
  const NamedFeature features[] = {{"label", {ValueKind::int64, {&label, 1}}},
                                   {"weights", {ValueKind::float32, {}, BytesOf(weights)}},
                                   {"data", {ValueKind::bytes, {}, {}, {BytesOf(data)}}}};
  Buffer out;
  EncodeExample(features, out);
  return {out.data(), out.data() + out.size()};
}

/// One row decoded into memory of exactly its size, so that a sanitizer sees a step beyond it.
struct Row {
  std::vector<std::unique_ptr<uint8_t[]>> columns;
  Status status;
  Result<Value> variable = Value{};

  Row(const ExampleParser& parser, Bytes sample) {
    std::vector<uint8_t*> pointers;
    for (const ColumnSpec& column : parser.columns()) {
      columns.push_back(std::make_unique<uint8_t[]>(column.row_bytes));
      pointers.push_back(columns.back().get());
    }
    const auto rows = parser.NewVariable(1);
    status = parser.DecodeRow(sample, {0, 0, pointers, rows.get(), nullptr});
    if (rows) variable = rows->Finish({static_cast<uint8_t>(status.ok())});
  }
  template <typename T>
  T At(size_t column, size_t i) const {
    T value;
    std::memcpy(&value, columns[column].get() + i * sizeof(T), sizeof(T));
    return value;
  }
};

std::shared_ptr<ExampleParser> Parser(std::vector<FeatureSpec> features) {
  return std::move(ExampleParser::Make(std::move(features), {})).value();
}

TEST(ExampleParser, ReadsFixedFeaturesIntoTheirColumns) {
  const auto parser = Parser(
      {Fixed("data", kUint8, {2, 2}), Fixed("label", kInt64, {}), Fixed("weights", kFloat32, {3})});
  const auto sample = Sample(-5, {1, 2.5, -3}, "abcd");
  const Row row(*parser, sample);
  ASSERT_TRUE(row.status.ok()) << row.status.error().message;
  EXPECT_EQ(std::memcmp(row.columns[0].get(), "abcd", 4), 0);
  EXPECT_EQ(row.At<int64_t>(1, 0), -5);
  EXPECT_EQ(row.At<float>(2, 1), 2.5f);
}

TEST(ExampleParser, SaysWhatWasExpectedAndWhatWasFound) {
  const auto sample = Sample(300, {1, 2}, "abcd");
  const auto error = [&](FeatureSpec spec) {
    return Row(*Parser({std::move(spec)}), sample).status.error();
  };
  Error e = error(Fixed("nowhere", kInt64, {}));
  EXPECT_EQ(e.code, ErrorCode::FEATURE_MISSING);
  EXPECT_EQ(e.entry, "nowhere");
  e = error(Fixed("label", kFloat32, {}));
  EXPECT_EQ(e.code, ErrorCode::FEATURE_WRONG_KIND);
  EXPECT_EQ(std::get<std::string>(e.expected), "float32");
  EXPECT_EQ(std::get<std::string>(e.actual), "int64");
  e = error(Fixed("weights", kFloat32, {3}));
  EXPECT_EQ(e.code, ErrorCode::FEATURE_WRONG_LENGTH);
  EXPECT_EQ(std::get<uint64_t>(e.expected), 3u);
  EXPECT_EQ(std::get<uint64_t>(e.actual), 2u);
  e = error(Fixed("weights", kFloat32, {1}));
  EXPECT_EQ(std::get<uint64_t>(e.actual), 2u);
  e = error(Fixed("data", kUint8, {5}));
  EXPECT_EQ(std::get<uint64_t>(e.actual), 4u);
  e = error(Fixed("label", {ValueKind::int64, DType::uint8}, {}));
  EXPECT_EQ(e.code, ErrorCode::NUMBER_OUT_OF_RANGE);
  EXPECT_EQ(std::get<std::string>(e.actual), "300");
}

TEST(ExampleParser, NarrowsWithARangeCheck) {
  for (const auto& [dtype, low, high] : std::initializer_list<std::tuple<DType, int64_t, int64_t>>{
           {DType::uint8, 0, 255},
           {DType::int8, -128, 127},
           {DType::int32, INT32_MIN, INT32_MAX},
           {DType::uint32, 0, UINT32_MAX},
           {DType::boolean, 0, 1}}) {
    const auto parser = Parser({Fixed("label", {ValueKind::int64, dtype}, {})});
    for (const int64_t good : {low, high})
      EXPECT_TRUE(Row(*parser, Sample(good, {}, "")).status.ok()) << good;
    for (const int64_t bad : {low - 1, high + 1}) {
      EXPECT_EQ(Row(*parser, Sample(bad, {}, "")).status.error().code,
                ErrorCode::NUMBER_OUT_OF_RANGE)
          << bad;
    }
  }
}

TEST(ExampleParser, ReadsBigEndianRawNumbers) {
  ElementType raw{ValueKind::bytes, DType::int16, true, true};
  const Row row(*Parser({Fixed("data", raw, {2})}),
                Sample(0, {}, std::string("\x01\x02\xff\xfe", 4)));
  EXPECT_EQ(row.At<int16_t>(0, 0), 0x0102);
  EXPECT_EQ(row.At<int16_t>(0, 1), -2);
}

// Every truncation and every flipped bit: right values or an error, never a step outside (asan
// watches).
TEST(ExampleParser, SurvivesEveryTruncationAndFlip) {
  FeatureSpec ragged = Fixed("weights", kFloat32, {});
  ragged.name = "ragged";
  ragged.form = FeatureSpec::Form::ragged;
  FeatureSpec padded = Fixed("label", kInt64, {});
  padded.name = "padded";
  padded.form = FeatureSpec::Form::padded;
  padded.length = 2;
  const auto parser =
      Parser({Fixed("data", kUint8, {4}), Fixed("label", kInt64, {}),
              Fixed("weights", kFloat32, {2}), Fixed("data", kBytes, {}), ragged, padded});
  const auto sample = Sample(1234567, {1, 2}, "abcd");
  size_t failed = 0;
  for (size_t size = 0; size < sample.size(); ++size) {
    auto exact = std::make_unique<uint8_t[]>(size);
    std::memcpy(exact.get(), sample.data(), size);
    failed += !Row(*parser, {exact.get(), size}).status.ok();
  }
  EXPECT_EQ(failed, sample.size());
  // Where nothing is required, it is the message itself that must be refused.
  const auto lenient = Parser({ragged});
  for (size_t size = 1; size < sample.size(); ++size) {
    const Row row(*lenient, Bytes(sample).first(size));
    ASSERT_FALSE(row.status.ok()) << size;
    EXPECT_EQ(row.status.error().code, ErrorCode::PROTO_MALFORMED) << size;
    EXPECT_LE(row.status.error().offset, size);
  }
  for (size_t bit = 0; bit < sample.size() * 8; ++bit) {
    auto flipped = sample;
    flipped[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
    const Row row(*parser, flipped);
    if (!row.status.ok()) {
      EXPECT_NE(row.status.error().message, "");
    }
  }
}

TEST(ExampleParser, ManyThreadsAgree) {
  FeatureSpec ragged = Fixed("weights", kFloat32, {});
  ragged.form = FeatureSpec::Form::ragged;
  const auto parser = Parser({Fixed("label", kInt64, {}), ragged});
  constexpr size_t kRows = 2000;
  std::vector<std::vector<uint8_t>> samples;
  for (size_t i = 0; i < kRows; ++i) {
    samples.push_back(
        Sample(static_cast<int64_t>(i), std::vector<float>(i % 7, static_cast<float>(i)), "x"));
  }
  std::vector<int64_t> labels(kRows);
  const auto rows = parser->NewVariable(kRows);
  ThreadPool pool(4);
  ParallelFor(pool, kRows, 8, [&](size_t i) {
    uint8_t* column = reinterpret_cast<uint8_t*>(&labels[i]);
    ASSERT_TRUE(parser->DecodeRow(samples[i], {0, i, {&column, 1}, rows.get(), nullptr}).ok());
  });
  std::vector<uint8_t> good(kRows, 1);
  good[3] = 0;  // its values are left out
  auto value = std::move(rows->Finish(good)).value();
  const auto& object = std::get<ObjectValue>(std::get<ObjectValue>(value.v)[0].value.v);
  const auto& values = std::get<ArrayValue>(object[0].value.v);
  const auto& splits = std::get<ArrayValue>(std::get<ListValue>(object[1].value.v)[0].v);
  ASSERT_EQ(splits.shape[0], kRows);
  size_t at = 0;
  for (size_t i = 0; i < kRows; ++i) {
    EXPECT_EQ(labels[i], static_cast<int64_t>(i));
    for (size_t k = 0; k < (i == 3 ? 0 : i % 7); ++k, ++at) {
      float number = 0;
      std::memcpy(&number, values.data.data() + at * 4, 4);
      ASSERT_EQ(number, static_cast<float>(i));
    }
  }
  EXPECT_EQ(values.shape[0], at);
}

}  // namespace
}  // namespace dareblopy::tfrecord
