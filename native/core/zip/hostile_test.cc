// Damaged archives: for each, either the right bytes or an error, never wrong bytes, a crash or a
// hang.
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "core/base/endian.h"
#include "core/io/memory_set.h"
#include "core/testing/temp_folder.h"
#include "core/zip/archive.h"
#include "core/zip/byte_writer.h"
#include "core/zip/entry_stream.h"
#include "core/zip/writer.h"

namespace dareblopy::zip {
namespace {

using Contents = std::multimap<std::string, std::string>;

Bytes BytesOf(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

const Contents kContents = {
    {"stored.txt", "the bytes of a stored entry"},
    {"deflated.txt", "again and again and again and again and again and again"},
    {"lz4.txt", "an LZ4 block, an LZ4 block, an LZ4 block, an LZ4 block, an LZ4 block"},
};

std::string SmallArchive() {
  const TempFolder folder;
  const std::string path = folder / "a.zip";
  auto writer = Writer::Create(path).value();
  for (const auto& [name, data] : kContents) {
    const Method method = name[0] == 'd' ? kDeflate : name[0] == 'l' ? kLz4 : kStored;
    const PackedEntry packed = Pack(method, kDefaultLevel, BytesOf(data)).value();
    EXPECT_EQ(packed.method, method);
    const Bytes bytes = packed.method == kStored ? BytesOf(data) : packed.data.bytes();
    EXPECT_TRUE(writer->Add({name, "a comment", 0x5A21'0000, 1'700'000'000}, packed, bytes).ok());
  }
  EXPECT_TRUE(writer->Close("", false).ok());
  return ReadWhole(path);
}

Result<std::shared_ptr<Archive>> Open(const std::string& bytes,
                                      const ArchiveOptions& options = {}) {
  auto memory = std::make_shared<MemorySet>();
  memory->Add(BytesOf(bytes), "hostile.zip");
  auto range = SourceRange::Make(memory, 0);
  return Archive::Open(std::move(range).value(), options);
}

std::string ReadStream(const Archive& archive, uint64_t index, bool& ok) {
  EntryStream stream(archive, index);
  std::string text;
  uint8_t part[7];
  for (;;) {
    const auto got = stream.Read(part);
    ok = got.ok();
    if (!ok || got.value() == 0) return text;
    text.append(reinterpret_cast<const char*>(part), got.value());
  }
}

// Whatever can be read is read: it has to be one of the contents. Names may be damaged where
// nothing checks them; bytes may not. The answer is how many entries were right.
size_t ReadAllOf(const std::string& bytes) {
  const auto archive = Open(bytes);
  if (!archive.ok()) {
    EXPECT_EQ(archive.error().path, "hostile.zip");
    EXPECT_FALSE(archive.error().message.empty());
    return 0;
  }
  size_t right = 0;
  for (uint64_t i = 0; i < archive.value()->count(); ++i) {
    ScratchBuffer scratch;
    const auto read = LoadItem({archive.value().get(), i}, scratch);
    bool streamed_ok = false;
    const std::string streamed = ReadStream(*archive.value(), i, streamed_ok);
    EXPECT_EQ(read.ok(), streamed_ok);
    if (!read.ok()) {
      EXPECT_TRUE(read.error().offset.has_value());
      continue;
    }
    const std::string text(reinterpret_cast<const char*>(read.value().data()), read.value().size());
    EXPECT_EQ(text, streamed);
    const auto expected = kContents.find(archive.value()->Name(i));
    EXPECT_NE(expected, kContents.end()) << archive.value()->Name(i);
    if (expected != kContents.end()) {
      EXPECT_EQ(text, expected->second);
    }
    ++right;
  }
  return right;
}

size_t EndRecordAt(const std::string& bytes) { return bytes.size() - kEndSize; }
size_t DirectoryAt(const std::string& bytes) {
  return LoadLe32(reinterpret_cast<const uint8_t*>(bytes.data()) + EndRecordAt(bytes) + 16);
}
template <typename T>
void Put(std::string& bytes, size_t at, T value) {
  std::memcpy(bytes.data() + at, &value, sizeof(value));
}

TEST(HostileArchive, TheUndamagedOneIsRight) {
  EXPECT_EQ(ReadAllOf(SmallArchive()), kContents.size());
}

TEST(HostileArchive, EveryTruncationIsAnError) {
  const std::string bytes = SmallArchive();
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(Open(bytes.substr(0, size)).ok()) << size;
  }
}

TEST(HostileArchive, EveryBitFlippedGivesRightBytesOrAnError) {
  const std::string bytes = SmallArchive();
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      SCOPED_TRACE(std::to_string(at) + "." + std::to_string(bit));
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      ReadAllOf(damaged);
    }
  }
}

TEST(HostileArchive, EveryByteSetToAnExtremeGivesRightBytesOrAnError) {
  const std::string bytes = SmallArchive();
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (const char value : {'\x00', '\x7F', '\xFF'}) {
      SCOPED_TRACE(at);
      std::string damaged = bytes;
      damaged[at] = value;
      ReadAllOf(damaged);
    }
  }
}

TEST(HostileArchive, EveryByteLostOrDoubledGivesRightBytesOrAnError) {
  const std::string bytes = SmallArchive();
  for (size_t at = 0; at < bytes.size(); ++at) {
    SCOPED_TRACE(at);
    ReadAllOf(bytes.substr(0, at) + bytes.substr(at + 1));
    ReadAllOf(bytes.substr(0, at) + bytes[at] + bytes.substr(at));
  }
}

TEST(HostileArchive, ADirectoryBehindTheEndIsAnError) {
  std::string bytes = SmallArchive();
  Put<uint32_t>(bytes, EndRecordAt(bytes) + 16, 0x7FFFFFFF);
  EXPECT_EQ(Open(bytes).error().code, ErrorCode::ZIP_CORRUPT);
  Put<uint32_t>(bytes, EndRecordAt(bytes) + 12, 0x7FFFFFFF);
  EXPECT_EQ(Open(bytes).error().code, ErrorCode::ZIP_CORRUPT);
}

// A ZIP64 end record that claims 2^32 and more entries: no memory may be taken for them.
TEST(HostileArchive, ClaimedCountsTakeNoMemory) {
  const std::string bytes = SmallArchive();
  for (const uint64_t count : {uint64_t{1} << 32, ~uint64_t{0}, uint64_t{1} << 40}) {
    const size_t directory = DirectoryAt(bytes), end = EndRecordAt(bytes);
    Buffer wide;
    ByteWriter out(wide);
    out.U32(kEnd64Signature).U64(44).U16(45).U16(45).U32(0).U32(0).U64(count).U64(count);
    out.U64(end - directory).U64(directory);
    out.U32(kLocator64Signature).U32(0).U64(end).U32(1);
    std::string damaged = bytes;
    Put<uint16_t>(damaged, end + 8, 0xFFFF);
    Put<uint16_t>(damaged, end + 10, 0xFFFF);
    damaged.insert(end, reinterpret_cast<const char*>(wide.data()), wide.size());
    EXPECT_EQ(Open(damaged).error().code, ErrorCode::ZIP_CORRUPT);
  }
}

TEST(HostileArchive, OverlappingEntriesAreRefused) {
  std::string bytes = SmallArchive();
  // The second entry points at the first one's header: the same bytes twice.
  const auto* p = reinterpret_cast<const uint8_t*>(bytes.data());
  const size_t first = DirectoryAt(bytes);
  const size_t second = first + kCentralHeaderSize + LoadLe16(p + first + 28) +
                        LoadLe16(p + first + 30) + LoadLe16(p + first + 32);
  Put<uint32_t>(bytes, second + 42, LoadLe32(p + first + 42));
  EXPECT_EQ(Open(bytes).error().code, ErrorCode::ZIP_OVERLAP);
}

TEST(HostileArchive, LyingSizesAreFoundOut) {
  const std::string bytes = SmallArchive();
  const size_t first = DirectoryAt(bytes);  // deflated.txt
  for (const uint32_t size : {0u, 54u, 56u, 4'000u, 0xFFFFFFFEu}) {
    std::string damaged = bytes;
    Put<uint32_t>(damaged, first + 24, size);
    Put<uint32_t>(damaged, 22, size);  // the local header tells the same lie
    const auto archive = Open(damaged).value();
    ScratchBuffer scratch;
    const auto read = LoadItem({archive.get(), 0}, scratch);
    ASSERT_FALSE(read.ok()) << size;
    const ErrorCode code = read.error().code;
    EXPECT_TRUE(code == ErrorCode::ZIP_SIZE_MISMATCH || code == ErrorCode::LIMIT_EXCEEDED)
        << ErrorCodeName(code);
    EXPECT_EQ(read.error().entry, "deflated.txt");
    bool ok = true;
    ReadStream(*archive, 0, ok);
    EXPECT_FALSE(ok);
  }
}

TEST(HostileArchive, EncryptedAndUnknownMethodsAreNamed) {
  std::string bytes = SmallArchive();
  const size_t first = DirectoryAt(bytes);
  std::string encrypted = bytes;
  encrypted[first + 8] |= 1;
  ScratchBuffer scratch;
  EXPECT_EQ(LoadItem({Open(encrypted).value().get(), 0}, scratch).error().code,
            ErrorCode::ZIP_ENCRYPTED);
  Put<uint16_t>(bytes, first + 10, 14);
  const auto archive = Open(bytes).value();
  const auto error = LoadItem({archive.get(), 0}, scratch).error();
  EXPECT_EQ(error.code, ErrorCode::ZIP_METHOD_UNSUPPORTED);
  EXPECT_NE(error.message.find("LZMA"), std::string::npos);
}

TEST(HostileArchive, SplitArchivesAreNamed) {
  std::string bytes = SmallArchive();
  Put<uint16_t>(bytes, EndRecordAt(bytes) + 4, 1);
  EXPECT_EQ(Open(bytes).error().code, ErrorCode::ZIP_MULTI_DISK);
}

TEST(HostileArchive, WhatIsPutBeforeAnArchiveIsAllowed) {
  EXPECT_EQ(ReadAllOf("#!/bin/sh\necho self-extracting\n" + SmallArchive()), kContents.size());
}

TEST(TrailingBytesTest, ArePassedOverUpTo64KiB) {
  const std::string archive = SmallArchive();
  const size_t count = kContents.size();
  for (const std::string& behind :
       {std::string("\n"), std::string(100, '\0'), std::string("\r\n-- boundary"),
        std::string(size_t{64} << 10, 'x')}) {
    auto opened = Open(archive + behind);
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    EXPECT_EQ(opened.value()->count(), count);
  }
  const auto too_many = Open(archive + std::string((size_t{64} << 10) + 1, 'x'));
  ASSERT_FALSE(too_many.ok());
  EXPECT_EQ(too_many.error().code, ErrorCode::ZIP_TRUNCATED);
}

TEST(TrailingBytesTest, DoNotMakeAnArchiveOfOneInside) {
  // An archive that holds another, stored, and was cut off in its directory.
  const std::string inner = SmallArchive();
  const std::string begin = "PK\x03\x04" + std::string(26, '\0') + inner;
  for (const std::string& behind : {std::string("PK\x01\x02 and so on"), std::string(100, '\0')}) {
    const auto opened = Open(begin + behind);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, ErrorCode::ZIP_TRUNCATED);
  }
}

TEST(TrailingBytesTest, SayWhenTheRecordBeforeThemDoesNotFit) {
  std::string archive = SmallArchive();
  archive.erase(10, 20);  // bytes of the first entry: every offset is off
  const auto opened = Open(archive + "\n");
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::ZIP_CORRUPT);
  EXPECT_NE(opened.error().message.find("bytes follow the end record"), std::string::npos);
}

}  // namespace
}  // namespace dareblopy::zip
