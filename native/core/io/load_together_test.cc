#include "core/io/load_together.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "core/io/slow_set.h"
#include "core/io/source_range.h"

namespace dareblopy {
namespace {

using namespace std::chrono_literals;

/// Items of 1,000 bytes in one file, each after a gap: what an archive is.
class Packed final : public SourceSet {
 public:
  Packed(std::shared_ptr<SlowSet> file, uint64_t gap)
      : range_(SourceRange::Make(std::move(file), 0).value()), step_(1000 + gap) {}
  uint64_t count() const override { return range_.size() / step_; }
  std::string Name(uint64_t index) const override { return "entry " + std::to_string(index); }
  Result<uint64_t> Size(uint64_t) const override { return uint64_t{1000}; }
  Status Read(uint64_t index, MutableBytes out) const override { return ReadRange(index, 0, out); }
  Status ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const override {
    return range_.Read(index * step_ + begin, out);
  }
  std::optional<Span> SpanOf(uint64_t index) const override {
    return range_.SpanOf(index * step_, index * step_ + 1000);
  }

 private:
  const SourceRange range_;
  const uint64_t step_;
};

std::vector<LoadedItem> LoadAll(const std::vector<Item>& items) {
  std::vector<LoadedItem> loaded(items.size());
  std::vector<bool> seen(items.size());
  for (const LoadGroup& group : GroupLoads(items)) {
    for (const size_t i : group) {
      EXPECT_FALSE(seen[i]);
      seen[i] = true;
    }
    LoadTogether(items, group, loaded);
  }
  for (const bool one : seen) EXPECT_TRUE(one);
  return loaded;
}

TEST(LoadTogether, ReadsNeighboursAtOnce) {
  const auto file = std::make_shared<SlowSet>(1, 10'000'000, 0us);
  const Packed packed(file, 500);
  std::vector<Item> items;
  for (const uint64_t i : {5, 3, 4, 2000, 6, 2001, 3}) items.push_back({&packed, i});
  const auto loaded = LoadAll(items);
  EXPECT_EQ(file->reads, 2);
  for (size_t i = 0; i < items.size(); ++i) {
    ASSERT_TRUE(loaded[i].status().ok());
    ASSERT_EQ(loaded[i].bytes().size(), 1000u);
    for (const size_t at : {0, 999})
      EXPECT_EQ(loaded[i].bytes()[at], SlowSet::At(0, items[i].index * 1500 + at));
  }
}

TEST(LoadTogether, KeepsApartWhatLiesFarApartOrIsTooMuch) {
  const auto file = std::make_shared<SlowSet>(1, 100'000'000, 0us);
  const Packed far(file, 100'000), near(file, 0);
  EXPECT_EQ(GroupLoads({{&far, 0}, {&far, 1}, {&far, 2}}).size(), 3u);
  std::vector<Item> many;
  for (uint64_t i = 0; i < 5000; ++i) many.push_back({&near, i});
  const auto groups = GroupLoads(many);
  EXPECT_EQ(groups.size(), 5u);
  for (const auto& group : groups) EXPECT_LE(group.size() * 1000, size_t{1} << 20);
  const SlowSet plain(10, 100, 0us);
  EXPECT_EQ(GroupLoads({{&plain, 0}, {&plain, 1}}).size(), 2u) << "nobody knows where they lie";
  EXPECT_TRUE(GroupLoads({}).empty());
}

TEST(LoadTogether, LosesOnlyWhatCannotBeRead) {
  const auto file = std::make_shared<SlowSet>(1, 10'000'000, 0us);
  file->broken_at = 4 * 1500 + 10;
  const Packed packed(file, 500);
  std::vector<Item> items;
  for (uint64_t i = 0; i < 10; ++i) items.push_back({&packed, i});
  const auto loaded = LoadAll(items);
  for (size_t i = 0; i < items.size(); ++i) EXPECT_EQ(loaded[i].status().ok(), i != 4);
  EXPECT_EQ(loaded[4].status().error().offset, file->broken_at);
}

}  // namespace
}  // namespace dareblopy
