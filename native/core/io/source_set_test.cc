#include "core/io/source_set.h"

#include <gtest/gtest.h>

#include <filesystem>
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

TEST(SourceSet, PartsOfAnItemAreClampedAsBlobSliceDoes) {
  MemorySet set;
  set.Add(BytesOf("first"), "a");
  set.Add(BytesOf("0123456789"), "b");
  ScratchBuffer scratch;
  EXPECT_EQ(TextOf(LoadItem({&set, 1, 2, 5}, scratch).value()), "234");
  EXPECT_EQ(TextOf(LoadItem({&set, 1, 8, 99}, scratch).value()), "89");
  EXPECT_EQ(TextOf(LoadItem({&set, 1, 99, Item::kToEnd}, scratch).value()), "");
  EXPECT_EQ(ItemSize({&set, 1, 8, 99}).value(), 2u);
  EXPECT_EQ(ItemSize({&set, 1, 5, 5}).value(), 0u);
}

TEST(SourceSet, FilesAreReadByPathAndByHandle) {
  TempFile temp("hello");
  PathSet paths({temp.path()});
  ScratchBuffer scratch;
  EXPECT_EQ(TextOf(LoadItem({&paths, 0}, scratch).value()), "hello");
  FileSet file(File::Open(temp.path()).value());
  EXPECT_EQ(TextOf(LoadItem({&file, 0, 1, 3}, scratch).value()), "el");
}

TEST(SourceSet, AFileThatShrankSaysWhereItEnds) {
  TempFile temp("hello");
  FileSet file(File::Open(temp.path()).value());
  std::filesystem::resize_file(temp.path(), 3);
  ScratchBuffer scratch;
  const auto result = LoadItem({&file, 0}, scratch);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::IO_TRUNCATED);
  EXPECT_EQ(result.error().offset, 3u);
  EXPECT_EQ(result.error().path, temp.path());
}

TEST(SourceSet, OpeningNamesWhatIsWrong) {
  EXPECT_EQ(File::Open("no/such/file").error().code, ErrorCode::IO_NOT_FOUND);
  EXPECT_EQ(File::Open(std::filesystem::temp_directory_path().string()).error().code,
            ErrorCode::IO_IS_DIRECTORY);
}

}  // namespace
}  // namespace dareblopy
