#include "core/batch/batch_run.h"

#include <gtest/gtest.h>

#include <string>

#include "core/batch/raw_decoder.h"
#include "core/batch/text_decoder.h"
#include "core/io/memory_set.h"

namespace dareblopy {
namespace {

Bytes BytesOf(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

TEST(BatchRun, EachRowGoesToEveryDecoderAndFailuresStayWithTheirRow) {
  MemorySet set;
  for (const char* text : {"ab", "c", "de"}) set.Add(BytesOf(text), text);
  BatchRun run;
  for (uint64_t i = 0; i < 3; ++i) run.items.push_back({&set, i});
  run.decoders = {std::make_shared<RawDecoder>(DType::uint16, std::vector<uint64_t>{}, true),
                  std::make_shared<TextDecoder>()};
  uint16_t out[3] = {};
  run.bases = {{reinterpret_cast<uint8_t*>(out)}, {}};
  run.Prepare();
  for (size_t row : {2, 0, 1}) run.DecodeRow(row, nullptr);
  ASSERT_TRUE(run.Finish().ok());

  EXPECT_EQ(out[0], 'a' << 8 | 'b');
  EXPECT_EQ(out[2], 'd' << 8 | 'e');
  ASSERT_EQ(run.failures.size(), 1u);
  EXPECT_EQ(run.failures[0].first, 1u);
  EXPECT_EQ(run.failures[0].second.code, ErrorCode::SHAPE_MISMATCH);
  EXPECT_EQ(run.failures[0].second.path, "c");
  const auto& text = std::get<BytesValue>(run.values[1].v);
  EXPECT_EQ(text.ends, (std::vector<uint64_t>{2, 4})) << "only the good rows";
}

TEST(TextDecoder, SaysWhereTextStopsBeingUtf8) {
  MemorySet set;
  set.Add(BytesOf("ok \xED\xA0\x80"), "surrogate");
  BatchRun run;
  run.items.push_back({&set, 0});
  run.decoders = {std::make_shared<TextDecoder>()};
  run.bases = {{}};
  run.Prepare();
  run.DecodeRow(0, nullptr);
  ASSERT_EQ(run.failures.size(), 1u);
  EXPECT_EQ(run.failures[0].second.offset, 3u);
}

}  // namespace
}  // namespace dareblopy
