#include "core/tfrecord/block_batches.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

#include "core/tfrecord/example_encoder.h"
#include "core/tfrecord/example_parser.h"

namespace dareblopy::tfrecord {
namespace {

const std::string kPath = "train.tfrecord";

/// Examples { label: first + i, name: "n<first + i>" }; the memory lives in the block.
std::shared_ptr<const RecordBlock> BlockOf(int64_t first, size_t count) {
  auto block = std::make_shared<RecordBlock>();
  for (size_t i = 0; i < count; ++i) {
    const int64_t label = first + static_cast<int64_t>(i);
    const std::string name = "n" + std::to_string(label);
    const NamedFeature features[] = {
        {"label", {ValueKind::int64, {&label, 1}}},
        {"name",
         {ValueKind::bytes,
          {},
          {},
          {{reinterpret_cast<const uint8_t*>(name.data()), name.size()}}}}};
    auto bytes = std::make_shared<Buffer>();
    EncodeExample(features, *bytes);
    block->parts.push_back({bytes->data(), bytes->size(), static_cast<uint64_t>(label), &kPath});
    block->owners.push_back(std::move(bytes));
  }
  return block;
}

std::shared_ptr<const Decoder> Parser(bool with_name) {
  FeatureSpec label;
  label.name = label.key = "label";
  FeatureSpec name;
  name.name = name.key = "name";
  name.element = {ValueKind::bytes, DType::uint8};
  std::vector<FeatureSpec> features{label};
  if (with_name) features.push_back(name);
  return std::move(ExampleParser::Make(std::move(features), {})).value();
}

struct Decoded {
  BlockBatches batches;
  std::vector<int64_t> labels;
  Status status;
  Decoded(std::vector<BlockBatches::Run> runs, bool with_name, size_t batch_size)
      : batches(std::move(runs), Parser(with_name), batch_size), labels(batches.rows()) {
    batches.bases = {reinterpret_cast<uint8_t*>(labels.data())};
    for (size_t chunk = batches.chunks(); chunk-- > 0;) batches.DecodeChunk(chunk, nullptr);
    status = batches.Finish();
  }
  std::string Names(size_t batch) const {
    const auto& object = std::get<ObjectValue>(batches.values[batch].v);
    const auto& names = std::get<BytesValue>(object[0].value.v);
    return {reinterpret_cast<const char*>(names.data.data()), names.data.size()};
  }
};

TEST(BlockBatches, CutsRunsOfSeveralBlocksIntoBatches) {
  const Decoded decoded({{BlockOf(0, 5), 3, 5}, {BlockOf(9, 2), 1, 1}, {BlockOf(5, 1000), 0, 3}},
                        true, 2);
  ASSERT_TRUE(decoded.status.ok());
  EXPECT_EQ(decoded.labels, (std::vector<int64_t>{3, 4, 5, 6, 7}));
  ASSERT_EQ(decoded.batches.values.size(), 3u);
  EXPECT_EQ(decoded.Names(0), "n3n4");
  EXPECT_EQ(decoded.Names(1), "n5n6");
  EXPECT_EQ(decoded.Names(2), "n7");
}

TEST(BlockBatches, ManyChunksInAnyOrder) {
  const Decoded decoded({{BlockOf(0, 5000), 0, 5000}}, true, 100);
  ASSERT_GT(decoded.batches.chunks(), 1u);
  for (int64_t i = 0; i < 5000; ++i) ASSERT_EQ(decoded.labels[static_cast<size_t>(i)], i);
  EXPECT_EQ(decoded.Names(49).substr(0, 10), "n4900n4901");
}

TEST(BlockBatches, FixedColumnsAloneHaveNoValues) {
  const Decoded decoded({{BlockOf(0, 10), 0, 10}}, false, 4);
  EXPECT_TRUE(decoded.batches.values.empty());
  EXPECT_FALSE(decoded.batches.failure);
}

TEST(BlockBatches, BatchesBeforeTheFirstFailureAreWhole) {
  auto broken = std::make_shared<RecordBlock>(*BlockOf(0, 10));
  broken->parts[5].size = broken->parts[8].size = 3;  // cut off in the middle of a length
  const Decoded decoded({{broken, 0, 10}}, true, 2);
  ASSERT_TRUE(decoded.batches.failure);
  EXPECT_EQ(decoded.batches.failure->first, 5u);
  EXPECT_EQ(decoded.batches.failure->second.code, ErrorCode::PROTO_MALFORMED);
  EXPECT_EQ(decoded.batches.failure->second.record, 5u);
  EXPECT_EQ(decoded.batches.failure->second.path, kPath);
  EXPECT_EQ(decoded.batches.values.size(), 2u);
}

}  // namespace
}  // namespace dareblopy::tfrecord
