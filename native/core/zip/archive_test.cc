#include "core/zip/archive.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "core/io/file_set.h"
#include "core/io/memory_set.h"
#include "core/testing/temp_folder.h"
#include "core/zip/entry_stream.h"
#include "core/zip/writer.h"

namespace dareblopy::zip {
namespace {

Bytes BytesOf(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// Text that deflates, of any length, different for each seed.
std::string Sample(size_t size, unsigned seed) {
  std::string text;
  while (text.size() < size) {
    seed = seed * 1664525u + 1013904223u;
    text += "line " + std::to_string(seed >> 20) + "\n";
  }
  text.resize(size);
  return text;
}

class ArchiveTest : public testing::Test {
 protected:
  struct Entry {
    std::string name, data;
    Method method = kStored;
    uint32_t align = 1;
  };
  void Write(const std::vector<Entry>& entries, const std::string& comment = "") {
    auto writer = Writer::Create(path_).value();
    for (const Entry& e : entries) {
      const PackedEntry packed = Pack(e.method, kDefaultLevel, BytesOf(e.data)).value();
      const Bytes data = packed.method == kStored ? BytesOf(e.data) : packed.data.bytes();
      ASSERT_TRUE(
          writer->Add({e.name, "", 0x5A21'0000, 1'700'000'000, e.align}, packed, data).ok());
    }
    ASSERT_TRUE(writer->Close(comment, false).ok());
  }
  Result<std::shared_ptr<Archive>> Open(const ArchiveOptions& options = {}) const {
    auto file = File::Open(path_);
    if (!file.ok()) return file.error();
    auto range = SourceRange::Make(std::make_shared<FileSet>(file.value()), 0);
    if (!range.ok()) return range.error();
    return Archive::Open(std::move(range).value(), options);
  }
  static std::string Read(const Archive& archive, uint64_t index) {
    ScratchBuffer scratch;
    const auto bytes = LoadItem({&archive, index}, scratch);
    if (!bytes.ok()) return ErrorCodeName(bytes.error().code);
    return {reinterpret_cast<const char*>(bytes.value().data()), bytes.value().size()};
  }
  static std::string ReadRange(const Archive& archive, uint64_t index, uint64_t begin,
                               uint64_t end) {
    ScratchBuffer scratch;
    const auto bytes = LoadItem({&archive, index, begin, end}, scratch);
    if (!bytes.ok()) return ErrorCodeName(bytes.error().code);
    return {reinterpret_cast<const char*>(bytes.value().data()), bytes.value().size()};
  }
  static std::string ReadByStream(const Archive& archive, uint64_t index, size_t step) {
    EntryStream stream(archive, index);
    std::string text;
    std::vector<uint8_t> part(step);
    for (;;) {
      const auto got = stream.Read(part);
      if (!got.ok()) return ErrorCodeName(got.error().code);
      if (got.value() == 0) return text;
      text.append(reinterpret_cast<const char*>(part.data()), got.value());
    }
  }

  TempFolder folder_;
  const std::string path_ = folder_ / "a.zip";
};

TEST_F(ArchiveTest, ReadsWhatWasWrittenByEveryMethodAndInEveryWay) {
  std::vector<Entry> entries;
  for (const size_t size : {0, 1, 2, 100, 30'000, 700'000}) {
    for (const Method method : {kStored, kDeflate, kLz4}) {
      entries.push_back(
          {std::to_string(size) + "." + std::to_string(method), Sample(size, method), method, 64});
    }
  }
  Write(entries, "a comment");
  const auto archive = Open().value();
  ASSERT_EQ(archive->count(), entries.size());
  EXPECT_EQ(archive->comment(), "a comment");
  for (size_t i = 0; i < entries.size(); ++i) {
    const auto& data = entries[i].data;
    EXPECT_EQ(archive->Find(entries[i].name), i);
    EXPECT_EQ(archive->KnownSize(i), data.size());
    EXPECT_EQ(Read(*archive, i), data);
    EXPECT_EQ(ReadByStream(*archive, i, 7'000), data);
    EXPECT_EQ(ReadRange(*archive, i, 1, 90), data.size() > 1 ? data.substr(1, 89) : "");
    EXPECT_EQ(archive->DataOffset(i).value() % 64, 0u);
  }
  EXPECT_FALSE(archive->Find("no such").has_value());
}

TEST_F(ArchiveTest, RangesOfLargeCompressedEntriesAreInflatedOnTheWay) {
  const std::string large = Sample(9'000'000, 1);
  Write({{"large", large, kDeflate}});
  const auto archive = Open().value();
  EXPECT_EQ(ReadRange(*archive, 0, 8'500'000, 8'500'100), large.substr(8'500'000, 100));
  EXPECT_EQ(ReadRange(*archive, 0, 8'999'990, Item::kToEnd), large.substr(8'999'990));
}

TEST_F(ArchiveTest, AnArchiveInAnArchiveIsReadInPlace) {
  Write({{"leaf", "the leaf"}, {"other", Sample(50'000, 3), kDeflate}});
  std::ifstream in(path_, std::ios::binary);
  const std::string inner((std::istreambuf_iterator<char>(in)), {});
  Write({{"pad", "xyz"}, {"stored.zip", inner}, {"squeezed.zip", inner, kDeflate}});
  const auto outer = Open().value();
  for (const uint64_t index : {1, 2}) {
    const auto range = SourceRange::Make(outer, index).value();
    EXPECT_EQ(range.memory().data() == nullptr, index == 1);  // stored: nothing was copied
    const auto archive = Archive::Open(range, {}).value();
    EXPECT_EQ(Read(*archive, 0), "the leaf");
    EXPECT_EQ(Read(*archive, 1), Sample(50'000, 3));
  }
}

TEST_F(ArchiveTest, TheLastOfSeveralEntriesOfOneNameIsFound) {
  Write({{"a", "first"}, {"b", "b"}, {"a", "second"}});
  const auto archive = Open().value();
  EXPECT_EQ(archive->count(), 3u);
  EXPECT_EQ(archive->Find("a"), 2u);
  EXPECT_TRUE(archive->names().has_duplicates());
}

TEST_F(ArchiveTest, MoreEntriesThanSixteenBitsCount) {
  constexpr size_t kCount = 66'000;
  auto writer = Writer::Create(path_).value();
  const std::string data = "the same each time";
  const PackedEntry packed = Pack(kStored, kDefaultLevel, BytesOf(data)).value();
  for (size_t i = 0; i < kCount; ++i) {
    ASSERT_TRUE(writer->Add({std::to_string(i)}, packed, BytesOf(data)).ok());
  }
  ASSERT_TRUE(writer->Close("", false).ok());
  const auto archive = Open().value();  // with a ZIP64 end record
  EXPECT_EQ(archive->count(), kCount);
  EXPECT_EQ(archive->Find("65999"), 65'999u);
  EXPECT_EQ(Read(*archive, 65'999), data);

  // macOS writes no ZIP64 record: the count is what is left of it in 16 bits.
  std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary | std::ios::ate);
  const auto size = static_cast<int64_t>(file.tellp());
  const auto put = [&](int64_t at, const char* bytes, size_t length) {
    file.seekp(at);
    file.write(bytes, static_cast<std::streamsize>(length));
  };
  const uint16_t wrapped = kCount & 0xFFFF;
  const std::string zeros(kEnd64Size + kLocator64Size, '\0');
  put(size - 22 + 8, reinterpret_cast<const char*>(&wrapped), 2);
  put(size - 22 + 10, reinterpret_cast<const char*>(&wrapped), 2);
  put(size - 22 - static_cast<int64_t>(zeros.size()), zeros.data(), zeros.size());
  file.close();
  EXPECT_EQ(Open().value()->count(), kCount);
}

TEST_F(ArchiveTest, LimitsAreHeldBeforeMemoryIsTaken) {
  Write({{"zeros", std::string(1'000'000, '\0'), kDeflate}, {"small", "1234"}});
  EXPECT_EQ(Open({.max_entries = 1}).error().code, ErrorCode::LIMIT_EXCEEDED);
  const auto by_size = Open({.max_entry_bytes = 999'999}).value();
  EXPECT_EQ(Read(*by_size, 0), "LIMIT_EXCEEDED");
  EXPECT_FALSE(by_size->KnownSize(0).has_value());
  EXPECT_EQ(ReadRange(*by_size, 0, 5, 8), std::string(3, '\0'));  // a range of it is small
  EXPECT_EQ(ReadByStream(*by_size, 0, 65'536).size(), 1'000'000u);
  EXPECT_EQ(Read(*by_size, 1), "1234");
  const auto by_ratio = Open({.max_ratio = 10}).value();
  EXPECT_EQ(Read(*by_ratio, 0), "LIMIT_EXCEEDED");
  EXPECT_EQ(ReadByStream(*by_ratio, 0, 65'536), "LIMIT_EXCEEDED");
}

TEST_F(ArchiveTest, AFileThatShrinksGivesErrorsWithThePlace) {
  std::vector<Entry> entries;
  for (int i = 0; i < 50; ++i)
    entries.push_back({std::to_string(i), Sample(5'000, i), i % 2 ? kDeflate : kStored});
  Write(entries);
  const auto archive = Open().value();
  std::filesystem::resize_file(path_, 20'000);
  size_t failed = 0;
  for (size_t i = 0; i < entries.size(); ++i) {
    ScratchBuffer scratch;
    const auto bytes = LoadItem({archive.get(), i}, scratch);
    if (bytes.ok()) continue;
    ++failed;
    EXPECT_EQ(bytes.error().code, ErrorCode::IO_TRUNCATED);
    EXPECT_EQ(bytes.error().entry, std::to_string(i));
    EXPECT_EQ(bytes.error().path, path_);
  }
  EXPECT_GT(failed, 20u);
  EXPECT_LT(failed, 50u);
}

TEST_F(ArchiveTest, ManyThreadsReadOneArchive) {
  std::vector<Entry> entries;
  for (int i = 0; i < 100; ++i)
    entries.push_back({std::to_string(i), Sample(9'000, i), i % 2 ? kDeflate : kStored});
  Write(entries);
  const auto archive = Open().value();
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (size_t i = 0; i < 400; ++i) {
        const size_t index = (i * 37 + t * 11) % entries.size();
        if (Read(*archive, index) != entries[index].data) ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace dareblopy::zip
