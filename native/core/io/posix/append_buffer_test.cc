// Writes that fail, by the limit that the system sets for a file's size.
#include "core/io/append_buffer.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cerrno>
#include <csignal>

namespace dareblopy {
namespace {

// A part of it may be there: what comes later would not lie where it is thought to.
TEST(AppendBufferTest, AppendsNothingAfterAWriteThatFailed) {
  auto file = AtomicFile::Create(testing::TempDir() + "/append-buffer-fails").value();
  AppendBuffer buffer(*file);
  const auto before = std::signal(SIGXFSZ, SIG_IGN);
  rlimit old{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old), 0);
  const rlimit small{64 << 10, old.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const Buffer large(256 << 10), few(10);
  const Status failed = buffer.Append(large.bytes());
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &old), 0);
  std::signal(SIGXFSZ, before);
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().system_errno, EFBIG);
  EXPECT_FALSE(buffer.Append(few.bytes()).ok());
  EXPECT_FALSE(buffer.Append(large.bytes()).ok());
  EXPECT_FALSE(buffer.Flush().ok());
}

}  // namespace
}  // namespace dareblopy
