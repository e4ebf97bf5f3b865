#include "core/io/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "core/io/atomic_file.h"
#include "core/testing/temp_folder.h"

namespace dareblopy {
namespace {

TEST(PosixFile, ADeviceIsNoFile) {
  EXPECT_EQ(File::Open("/dev/null").error().code, ErrorCode::IO_ERROR);
}

TEST(PosixFile, AFileWrittenHasTheModeOfAnyNewFile) {
  const TempFolder folder;
  const std::string path = folder / "out.bin";
  auto file = AtomicFile::Create(path).value();
  ASSERT_TRUE(file->Commit().ok());
  const mode_t mask = ::umask(0);
  ::umask(mask);
  struct stat info {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0666 & ~mask);
}

}  // namespace
}  // namespace dareblopy
