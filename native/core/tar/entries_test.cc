#include "core/tar/entries.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

namespace dareblopy::tar {
namespace {

Entries Some() {
  Entries entries;
  entries.Add({512, 3, 7, 0, 0, 0}, "a.txt");
  entries.Add({1536, 100, 8, 0, 0, EntryRecord::kSparse}, "");
  entries.Add({2560, 0, 9, 0, 0, 0}, "c");
  return entries;
}

TEST(TarEntries, AppendsThoseOfOtherArchives) {
  Entries all = Some();
  all.AddAll(Some(), 1);
  ASSERT_EQ(all.count(), 6u);
  EXPECT_EQ(all.name(3), "a.txt");
  EXPECT_EQ(all.name(5), "c");
  EXPECT_EQ(all.record(4).file, 1u);
  EXPECT_EQ(all.record(4).size, 100u);
}

TEST(TarEntries, LoadsWhatItSaved) {
  const Buffer saved = Some().Save();
  const auto loaded = Entries::Load(saved.bytes(), 4096);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->count(), 3u);
  EXPECT_EQ(loaded->name(0), "a.txt");
  EXPECT_EQ(loaded->name(1), "");
  EXPECT_EQ(loaded->record(1).flags, EntryRecord::kSparse);
  // Of a shorter archive it cannot be; nor cut short, nor with any byte that leads outside.
  EXPECT_FALSE(Entries::Load(saved.bytes(), 1000));
  for (size_t size = 0; size < saved.size(); ++size)
    EXPECT_FALSE(Entries::Load(saved.bytes().first(size), 4096));
  for (size_t at = 0; at < saved.size(); ++at) {
    Buffer flipped;
    flipped.Append(saved.bytes());
    flipped.data()[at] ^= 0x80;
    if (const auto other = Entries::Load(flipped.bytes(), 4096)) {
      for (size_t i = 0; i < other->count(); ++i) {
        EXPECT_LE(other->name(i).size(), 6u);
        EXPECT_LE(other->record(i).data_offset + other->record(i).size, 4096u);
      }
    }
  }
}

}  // namespace
}  // namespace dareblopy::tar
