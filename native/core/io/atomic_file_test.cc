#include "core/io/atomic_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace dareblopy {
namespace {

namespace fs = std::filesystem;

class AtomicFileTest : public testing::Test {
 protected:
  AtomicFileTest() {
    char name[] = "/tmp/dareblopy-atomic-XXXXXX";
    folder_ = ::mkdtemp(name);
  }
  ~AtomicFileTest() override { fs::remove_all(folder_); }
  std::string path() const { return (folder_ / "out.bin").string(); }
  std::string Contents() const {
    std::ostringstream text;
    text << std::ifstream(path()).rdbuf();
    return text.str();
  }
  size_t FilesInFolder() const {
    return std::distance(fs::directory_iterator(folder_), fs::directory_iterator());
  }
  static Bytes BytesOf(std::string_view text) {
    return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
  }

  fs::path folder_;
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

TEST_F(AtomicFileTest, HasTheModeOfAnyNewFile) {
  auto file = AtomicFile::Create(path()).value();
  ASSERT_TRUE(file->Commit().ok());
  const mode_t mask = ::umask(0);
  ::umask(mask);
  struct stat info {};
  ASSERT_EQ(::stat(path().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0666 & ~mask);
}

TEST_F(AtomicFileTest, NamesWhatIsWrong) {
  EXPECT_EQ(AtomicFile::Create(folder_.string()).error().code, ErrorCode::IO_IS_DIRECTORY);
  EXPECT_EQ(AtomicFile::Create((folder_ / "no" / "x").string()).error().code,
            ErrorCode::IO_NOT_FOUND);
}

}  // namespace
}  // namespace dareblopy
