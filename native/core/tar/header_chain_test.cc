#include "core/tar/header_chain.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstring>
#include <string>

namespace dareblopy::tar {
namespace {

Bytes BytesOf(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

/// A header with its checksum; `size` is written as it is.
std::string Block(const std::string& name, const std::string& size, char type = '0') {
  std::string block(kBlockSize, '\0');
  block.replace(0, name.size(), name);
  block.replace(124, size.size(), size);
  block[156] = type;
  block.replace(257, 6, std::string("ustar\0", 6));
  block.replace(148, 8, 8, ' ');
  unsigned sum = 0;
  for (const char c : block) sum += static_cast<uint8_t>(c);
  char digits[8];
  std::snprintf(digits, sizeof(digits), "%06o", sum);
  block.replace(148, 7, std::string(digits, 7));
  return block;
}

TEST(TarHeader, ReadsNumbersInEveryForm) {
  const auto size = [](const std::string& field) { return ReadHeader(BytesOf(Block("x", field))); };
  EXPECT_EQ(size("00000001750\0").value().size, 1000u);
  EXPECT_EQ(size("       1750 ").value().size, 1000u);
  EXPECT_EQ(size("").value().size, 0u);
  EXPECT_EQ(size("777777777777").value().size, (uint64_t{1} << 36) - 1);
  std::string binary("\x80\0\0\0\0\0\0\x02\0\0\0\x01", 12);
  EXPECT_EQ(size(binary).value().size, (uint64_t{1} << 33) + 1);
  for (const std::string& wrong :
       {std::string("12a"), std::string("-1"), std::string(12, '\xff'),
        std::string("\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")}) {
    EXPECT_FALSE(size(wrong).ok()) << wrong;
  }
}

TEST(TarHeader, ChecksItsChecksum) {
  std::string block = Block("name", "1");
  EXPECT_TRUE(HasHeaderChecksum(BytesOf(block)));
  block[3] = 'x';
  EXPECT_FALSE(HasHeaderChecksum(BytesOf(block)));
  EXPECT_EQ(ReadHeader(BytesOf(block)).error().code, ErrorCode::TAR_CORRUPT);
  EXPECT_FALSE(HasHeaderChecksum(BytesOf(std::string(kBlockSize, '\0'))));
}

TEST(PaxRecords, LaterOnesCountAndEmptyOnesTakeBack) {
  PaxRecords records;
  ASSERT_TRUE(
      ReadPaxRecords(BytesOf("12 path=abc\n13 path=long\n19 comment=a=b=c\nd\n"), records).ok());
  EXPECT_EQ(records.path, "long");
  ASSERT_TRUE(ReadPaxRecords(BytesOf("8 path=\n22 mtime=1700000000.5\n"), records).ok());
  EXPECT_FALSE(records.path);
  EXPECT_EQ(records.modified, 1700000000);
  for (const char* wrong :
       {"5", "12 path=abcd", "11 path=abc\n", "6 abc\n", "99999999999999999999 a=b\n"})
    EXPECT_FALSE(ReadPaxRecords(BytesOf(wrong), records).ok()) << wrong;
}

TEST(HeaderChain, GathersNamesForTheEntryBehindThem) {
  HeaderChain chain;
  using Next = HeaderChain::Next;
  EXPECT_EQ(chain.TakeHeader(BytesOf(Block("././@LongLink", "5", 'L'))).value(), Next::payload);
  EXPECT_EQ(chain.payload_size(), 5u);
  ASSERT_TRUE(chain.TakePayload(BytesOf(std::string("/abc\0", 5))).ok());
  EXPECT_TRUE(chain.expects_entry());
  EXPECT_EQ(chain.TakeHeader(BytesOf(Block("short", "12"))).value(), Next::entry);
  EXPECT_EQ(chain.entry().name, "abc");
  EXPECT_EQ(chain.entry().size, 10u);
  EXPECT_EQ(chain.TakeHeader(BytesOf(Block("./next", "3", '5'))).value(), Next::entry);
  EXPECT_EQ(chain.entry().name, "next");
  EXPECT_EQ(chain.entry().kind, EntryKind::other);
  EXPECT_EQ(chain.entry().size, 0u);  // a folder has no data
  EXPECT_EQ(chain.TakeHeader(BytesOf(std::string(kBlockSize, '\0'))).value(), Next::end);
}

TEST(HeaderChain, HasNoPatienceForHeadersWithoutEntries) {
  HeaderChain chain;
  for (int i = 0;; ++i) {
    const auto next = chain.TakeHeader(BytesOf(Block("x", "0", 'g')));
    if (!next.ok()) break;
    ASSERT_LT(i, 1000);
  }
}

}  // namespace
}  // namespace dareblopy::tar
