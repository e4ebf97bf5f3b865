#include "core/batch/batch_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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

TEST(BatchRun, OneThreadTakesAsManyRowsAsWereSeenToBeWorthWakingIt) {
  MemorySet set;
  set.Add(BytesOf("ab"), "ab");
  BatchRun run;
  run.items.assign(32, {&set, 0});
  const auto decoder = std::make_shared<TextDecoder>();
  run.decoders = {decoder};
  EXPECT_LT(run.grain(), 32u) << "nothing is known yet";
  decoder->SeeRowNanos(300);
  EXPECT_EQ(run.grain(), 32u);
  decoder->SeeRowNanos(10'000);
  EXPECT_EQ(run.grain(), 4u);
  decoder->SeeRowNanos(1'000'000);
  EXPECT_LT(run.grain(), 3u);

  run.Prepare();
  run.bases = {{}};
  for (size_t row = 0; row < run.items.size(); ++row) run.DecodeRow(row, nullptr);
  ASSERT_TRUE(run.Finish().ok());
  EXPECT_LT(decoder->seen_row_nanos(), 1'000'000u);
  EXPECT_GT(decoder->seen_row_nanos(), 0u);
}

// Memory that counts how often an item of it was read to somewhere.
class CountingSet final : public SourceSet {
 public:
  explicit CountingSet(std::vector<uint8_t> bytes) : bytes_(std::move(bytes)) {}
  uint64_t count() const override { return 1; }
  std::string Name(uint64_t) const override { return "counted"; }
  Result<uint64_t> Size(uint64_t) const override { return uint64_t{bytes_.size()}; }
  std::optional<uint64_t> KnownSize(uint64_t) const override { return bytes_.size(); }
  Status Read(uint64_t, MutableBytes out) const override {
    target = out.data();
    std::copy(bytes_.begin(), bytes_.end(), out.begin());
    return {};
  }
  Status ReadRange(uint64_t, uint64_t, MutableBytes) const override {
    return Error{ErrorCode::IO_ERROR, "not meant"};
  }
  mutable const uint8_t* target = nullptr;

 private:
  std::vector<uint8_t> bytes_;
};

TEST(RawDecoder, IsReadStraightIntoItsRowAndSwappedThere) {
  for (const bool big_endian : {false, true}) {
    CountingSet set({1, 2, 3, 4});
    BatchRun run;
    run.items = {{&set, 0}, {&set, 0}};
    run.decoders = {
        std::make_shared<RawDecoder>(DType::uint16, std::vector<uint64_t>{2}, big_endian)};
    uint16_t out[4] = {};
    run.bases = {{reinterpret_cast<uint8_t*>(out)}};
    run.Prepare();
    BatchRun::Claim claim(run);
    for (size_t row : {0, 1}) {
      claim.DecodeRow(row, nullptr);
      EXPECT_EQ(set.target, reinterpret_cast<uint8_t*>(out + 2 * row));
      EXPECT_EQ(out[2 * row], big_endian ? 0x0102 : 0x0201);
      EXPECT_EQ(out[2 * row + 1], big_endian ? 0x0304 : 0x0403);
    }
    EXPECT_TRUE(run.failures.empty());
  }
}

TEST(RawDecoder, RefusesASampleOfAnotherSizeByItsName) {
  CountingSet set({1, 2, 3});
  BatchRun run;
  run.items = {{&set, 0}};
  run.decoders = {std::make_shared<RawDecoder>(DType::uint16, std::vector<uint64_t>{2}, false)};
  uint16_t out[2] = {};
  run.bases = {{reinterpret_cast<uint8_t*>(out)}};
  run.Prepare();
  run.DecodeRow(0, nullptr);
  ASSERT_EQ(run.failures.size(), 1u);
  EXPECT_EQ(run.failures[0].second.code, ErrorCode::SHAPE_MISMATCH);
  EXPECT_EQ(run.failures[0].second.path, "counted");
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
