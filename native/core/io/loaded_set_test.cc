#include "core/io/loaded_set.h"

#include <gtest/gtest.h>

#include <memory>
#include <utility>
#include <vector>

#include "core/io/slow_set.h"

namespace dareblopy {
namespace {

using namespace std::chrono_literals;

TEST(LoadedSet, GivesWhatReadingGaveAlsoWhereThatFailed) {
  const auto set = std::make_shared<SlowSet>(3, 1000, 0us);
  set->broken_at = 700;
  std::vector<Item> items = {{set.get(), 1, 0, 500}, {set.get(), 2}};
  std::vector<LoadedItem> loaded(2);
  for (size_t i = 0; i < 2; ++i) loaded[i].Load(items[i]);
  const LoadedSet ahead({set}, items, std::move(loaded));
  const int reads = set->reads;

  ScratchBuffer scratch;
  const auto bytes = LoadItem({&ahead, 0}, scratch).value();
  ASSERT_EQ(bytes.size(), 500u);
  EXPECT_EQ(bytes[499], SlowSet::At(1, 499));
  EXPECT_EQ(ahead.Name(0), "item 1");

  const auto broken = LoadItem({&ahead, 1}, scratch);
  ASSERT_FALSE(broken.ok());
  EXPECT_EQ(broken.error().code, ErrorCode::IO_ERROR);
  EXPECT_EQ(broken.error().path, "item 2");
  EXPECT_EQ(broken.error().offset, 700u);
  EXPECT_FALSE(ahead.KnownSize(1).has_value());
  EXPECT_EQ(set->reads, reads) << "nothing is read again";
}

TEST(WaitMeter, LearnsWhatReadsTake) {
  WaitMeter meter;
  EXPECT_TRUE(meter.may_wait());
  EXPECT_FALSE(meter.seen_to_wait());
  for (int i = 0; i < 20; ++i) meter.Note(5'000, 1000);
  EXPECT_FALSE(meter.may_wait());
  meter.Note(20'000'000, 1000);
  EXPECT_TRUE(meter.may_wait()) << "one slow read is enough to be careful";
  for (int i = 0; i < 20; ++i) meter.Note(5'000, 1000);
  EXPECT_FALSE(meter.may_wait()) << "and some quick ones to trust it again";
  meter.Note(900'000, 1'000'000);
  EXPECT_FALSE(meter.may_wait()) << "copying a megabyte takes that";
  for (int i = 0; i < 5; ++i) meter.Note(10'000'000, 1000);
  EXPECT_TRUE(meter.seen_to_wait());
}

TEST(LoadItemNow, DoesNotWaitForWhatMayWait) {
  SlowSet set(1, 100, 0us);
  ScratchBuffer scratch;
  const auto refused = LoadItemNow({&set, 0}, scratch);
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(WouldWait(refused.error()));
  EXPECT_EQ(set.reads, 0);
  for (int i = 0; i < 20; ++i) set.meter().Note(0, 0);
  EXPECT_TRUE(LoadItemNow({&set, 0}, scratch).ok());
}

}  // namespace
}  // namespace dareblopy
