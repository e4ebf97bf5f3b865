#include "core/io/no_wait.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "core/io/file.h"

namespace dareblopy {
namespace {

class NoWaitTest : public testing::Test {
 protected:
  NoWaitTest() : fd_(::mkstemp(path_)) {}
  ~NoWaitTest() override {
    ::close(fd_);
    ::unlink(path_);
  }
  void Write(const std::string& text) {
    ASSERT_EQ(::write(fd_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }

  char path_[32] = "/tmp/dareblopy-no-wait-XXXXXX";
  int fd_;
};

TEST_F(NoWaitTest, ReadsTheSameBytesOrNone) {
  const std::string text(100'000, 'x');
  Write(text);
  const auto file = File::Open(path_).value();
  for (const bool cached : {true, false}) {
    if (!cached) {
      ::fsync(fd_);
      ::posix_fadvise(fd_, 0, 0, POSIX_FADV_DONTNEED);
    }
    std::string first(40'000, '-'), second(60'000, '-');
    const auto bytes = [](std::string& s) {
      return MutableBytes(reinterpret_cast<uint8_t*>(s.data()), s.size());
    };
    const NoWait no_wait;
    const Status status = file->ReadAt(0, bytes(first), bytes(second));
    if (status.ok()) {
      EXPECT_EQ(first + second, text);
    } else {
      EXPECT_TRUE(WouldWait(status.error()));
    }
  }
}

TEST_F(NoWaitTest, LeavesWhatIsWrongToThoseWhoWait) {
  const std::string missing = std::string(path_) + "-missing";
  {
    const NoWait no_wait;
    const auto file = File::Open(missing);
    ASSERT_FALSE(file.ok());
    EXPECT_TRUE(WouldWait(file.error()));
  }
  EXPECT_FALSE(NoWait::Active());
  EXPECT_EQ(File::Open(missing).error().code, ErrorCode::IO_NOT_FOUND);
}

TEST_F(NoWaitTest, SeesTheEndOfAFile) {
  Write("short");
  const auto file = File::Open(path_).value();
  uint8_t out[10];
  const NoWait no_wait;
  const Status status = file->ReadAt(0, MutableBytes(out));
  ASSERT_FALSE(status.ok());
  if (!WouldWait(status.error())) {
    EXPECT_EQ(status.error().code, ErrorCode::IO_TRUNCATED);
  }
}

}  // namespace
}  // namespace dareblopy
