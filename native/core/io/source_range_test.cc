#include "core/io/source_range.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/io/file_set.h"
#include "core/io/memory_set.h"
#include "core/io/path_set.h"
#include "core/testing/temp_folder.h"

namespace dareblopy {
namespace {

Bytes BytesOf(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}
std::string TextOf(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string Read(const SourceRange& range, uint64_t offset, size_t length) {
  Buffer out(length);
  const Status status = range.Read(offset, out.mutable_bytes());
  return status.ok() ? TextOf(out.bytes()) : ErrorCodeName(status.error().code);
}

// A compressed item: its ranges are dear, so a SourceRange on it keeps the bytes.
class CountingSet final : public SourceSet {
 public:
  uint64_t count() const override { return 1; }
  std::string Name(uint64_t) const override { return "squeezed"; }
  Result<uint64_t> Size(uint64_t) const override { return uint64_t{10}; }
  Status Read(uint64_t, MutableBytes out) const override {
    ++reads;
    for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<uint8_t>('0' + i);
    return {};
  }
  Status ReadRange(uint64_t, uint64_t, MutableBytes) const override {
    return Error{ErrorCode::IO_ERROR};
  }
  bool RangesAreCheap(uint64_t) const override { return false; }
  mutable int reads = 0;
};

TEST(SourceRange, AFileByPathIsOpenedOnceAndReadInParts) {
  auto file = std::make_unique<TempFile>("0123456789");
  const std::string path = file->path();
  const auto range =
      SourceRange::Make(std::make_shared<PathSet>(std::vector<std::string>{path}), 0, 2, 9).value();
  file.reset();
  EXPECT_EQ(range.size(), 7u);
  EXPECT_EQ(range.name(), path);
  EXPECT_EQ(Read(range, 1, 3), "345");
  EXPECT_EQ(Read(range, 5, 3), "IO_TRUNCATED");
  Buffer first(2), second(4);
  ASSERT_TRUE(range.ReadParts(1, first.mutable_bytes(), second.mutable_bytes()).ok());
  EXPECT_EQ(TextOf(first.bytes()) + "|" + TextOf(second.bytes()), "34|5678");
  EXPECT_FALSE(range.ReadParts(2, first.mutable_bytes(), second.mutable_bytes()).ok());
}

TEST(SourceRange, MemoryIsUsedWhereItLies) {
  auto memory = std::make_shared<MemorySet>();
  memory->Add(BytesOf("abcdef"), "m");
  const auto range = SourceRange::Make(memory, 0, 1, 4).value();
  EXPECT_EQ(range.memory().data(), memory->Memory(0).data() + 1);
  EXPECT_EQ(Read(range, 0, 3), "bcd");
}

TEST(SourceRange, WhatIsCompressedIsReadOnce) {
  auto set = std::make_shared<CountingSet>();
  const auto range = SourceRange::Make(set, 0, 3).value();
  EXPECT_EQ(Read(range, 0, 4), "3456");
  EXPECT_EQ(Read(range, 3, 4), "6789");
  EXPECT_EQ(set->reads, 1);
}

}  // namespace
}  // namespace dareblopy
