#include "core/io/atomic_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/testing/temp_folder.h"

namespace dareblopy {
namespace {

namespace fs = std::filesystem;

class AtomicFileTest : public testing::Test {
 protected:
  std::string path() const { return folder_ / "out.bin"; }
  std::string Contents() const { return ReadWhole(path()); }
  size_t FilesInFolder() const {
    return std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator());
  }
  static Bytes BytesOf(std::string_view text) {
    return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
  }

  TempFolder folder_;
};

TEST_F(AtomicFileTest, AppearsWithCommitAndNotBefore) {
  auto file = AtomicFile::Create(path()).value();
  ASSERT_TRUE(file->Append(BytesOf("0123456789")).ok());
  ASSERT_TRUE(file->WriteAt(2, BytesOf("xy")).ok());
  EXPECT_EQ(file->size(), 10u);
  EXPECT_FALSE(fs::exists(path()));
  ASSERT_TRUE(file->Commit().ok());
  EXPECT_EQ(Contents(), "01xy456789");
  EXPECT_EQ(FilesInFolder(), 1u);
}

TEST_F(AtomicFileTest, ReplacesAnOlderFileOnlyWithCommit) {
  std::ofstream(path()) << "old";
  auto file = AtomicFile::Create(path()).value();
  ASSERT_TRUE(file->Append(BytesOf("new")).ok());
  EXPECT_EQ(Contents(), "old");
  ASSERT_TRUE(file->Commit().ok());
  EXPECT_EQ(Contents(), "new");
  EXPECT_EQ(FilesInFolder(), 1u);
}

TEST_F(AtomicFileTest, LeavesNothingWithoutCommit) {
  {
    auto file = AtomicFile::Create(path()).value();
    ASSERT_TRUE(file->Append(BytesOf("lost")).ok());
  }
  EXPECT_EQ(FilesInFolder(), 0u);
}

TEST_F(AtomicFileTest, NamesWhatIsWrong) {
  EXPECT_EQ(AtomicFile::Create(folder_.path().string()).error().code, ErrorCode::IO_IS_DIRECTORY);
  EXPECT_EQ(AtomicFile::Create(folder_ / "no/x").error().code, ErrorCode::IO_NOT_FOUND);
}

}  // namespace
}  // namespace dareblopy
