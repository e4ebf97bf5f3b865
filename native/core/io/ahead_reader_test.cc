#include "core/io/ahead_reader.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "core/io/memory_set.h"
#include "core/io/slow_set.h"

namespace dareblopy {
namespace {

using namespace std::chrono_literals;

constexpr uint64_t kBytes = 20 * AheadReader::kChunk + 77;

SourceRange RangeOf(const std::shared_ptr<SlowSet>& set, uint64_t begin = 0) {
  return SourceRange::Make(set, 3, begin).value();
}

/// Reads to the end in pieces of `size`; where it stopped.
uint64_t ReadOn(AheadReader& reader, size_t size, uint64_t begin = 0) {
  std::vector<uint8_t> piece(size);
  for (;;) {
    const uint64_t at = reader.offset();
    const auto got = reader.Read(piece);
    if (!got.ok() || got.value() == 0) return at;
    for (size_t i = 0; i < got.value(); ++i) {
      if (piece[i] != SlowSet::At(3, begin + at + i)) return at;
    }
  }
}

TEST(AheadReader, ReadsMuchAtOnceWhereReadingWaits) {
  const auto set = std::make_shared<SlowSet>(4, kBytes, 5ms);
  AheadReader reader(RangeOf(set));
  EXPECT_FALSE(reader.waits());
  EXPECT_EQ(ReadOn(reader, 300'000), kBytes);
  EXPECT_TRUE(reader.waits());
  EXPECT_GE(set->most_reading, 4);
  EXPECT_LE(set->reads, 23);
}

TEST(AheadReader, ReadsWhatDoesNotWaitByItself) {
  const auto memory = std::make_shared<MemorySet>();
  Buffer bytes;
  bytes.Resize(100'000);
  memory->Add(std::move(bytes), "memory");
  AheadReader reader(SourceRange::Make(memory, 0).value());
  std::vector<uint8_t> out(30'000);
  uint64_t total = 0;
  while (const size_t got = reader.Read(out).value()) total += got;
  EXPECT_EQ(total, 100'000u);
  EXPECT_FALSE(reader.waits());
}

TEST(AheadReader, SkipsWithinAndPastWhatItHasRead) {
  const auto set = std::make_shared<SlowSet>(4, kBytes, 2ms);
  AheadReader reader(RangeOf(set, 10));
  uint8_t byte;
  for (const uint64_t skip : {0ULL, 0ULL, 1000ULL, 3'000'000ULL, 9ULL, 12'000'000ULL}) {
    reader.Skip(skip);
    const uint64_t at = reader.offset();
    ASSERT_EQ(reader.Read(MutableBytes(&byte, 1)).value(), 1u);
    EXPECT_EQ(byte, SlowSet::At(3, 10 + at));
  }
  reader.Skip(kBytes);
  EXPECT_EQ(reader.Read(MutableBytes(&byte, 1)).value(), 0u);
}

TEST(AheadReader, TellsOfABrokenPlaceWhenItsTurnComes) {
  const auto set = std::make_shared<SlowSet>(4, kBytes, 1ms);
  set->broken_at = 5 * AheadReader::kChunk;
  AheadReader reader(RangeOf(set));
  const uint64_t stopped = ReadOn(reader, 300'000);
  EXPECT_GT(stopped, 4 * AheadReader::kChunk - 300'000);
  EXPECT_LE(stopped, *set->broken_at);
  uint8_t byte;
  const auto got = reader.Read(MutableBytes(&byte, 1));
  ASSERT_FALSE(got.ok());
  EXPECT_EQ(got.error().code, ErrorCode::IO_ERROR);
  EXPECT_EQ(got.error().path, "item 3");
  EXPECT_EQ(got.error().offset, set->broken_at);
}

TEST(AheadReader, IsNotHeldUpByReadsThatNobodyWants) {
  const auto set = std::make_shared<SlowSet>(4, kBytes, 2ms);
  {
    AheadReader reader(RangeOf(set));
    std::vector<uint8_t> piece(2 * AheadReader::kChunk);
    ASSERT_TRUE(reader.Read(piece).ok());
    ASSERT_TRUE(reader.Read(piece).ok());
    set->Hold();
    ASSERT_TRUE(reader.waits());
  }
  set->Release();
}

TEST(AheadReader, WorksWhereNoThreadComesToHelp) {
  IoThreads one(1);
  std::atomic<bool> hold{true};
  one.Submit([&] {
    while (hold) std::this_thread::sleep_for(1ms);
  });
  const auto set = std::make_shared<SlowSet>(4, kBytes, 1ms);
  AheadReader reader(RangeOf(set), one);
  EXPECT_EQ(ReadOn(reader, 1'000'000), kBytes);
  hold = false;
}

}  // namespace
}  // namespace dareblopy
