#include "core/io/append_buffer.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace dareblopy {
namespace {

namespace fs = std::filesystem;

TEST(AppendBufferTest, PiecesOfAnySizeLieInOrder) {
  const fs::path path = fs::temp_directory_path() / "dareblopy-append-buffer.bin";
  auto file = AtomicFile::Create(path.string()).value();
  AppendBuffer out(*file);
  std::string expected;
  for (size_t size : {1u, 0u, 70'000u, 131'072u, 131'073u, 900'000u, 5u, 3'000'000u, 100'000u}) {
    const std::string piece(size, static_cast<char>('a' + expected.size() % 26));
    expected += piece;
    ASSERT_TRUE(out.Append({reinterpret_cast<const uint8_t*>(piece.data()), size}).ok());
    EXPECT_EQ(out.size(), expected.size());
  }
  ASSERT_TRUE(out.Flush().ok());
  EXPECT_EQ(file->size(), expected.size());
  ASSERT_TRUE(file->Commit().ok());
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  EXPECT_EQ(text.str(), expected);
  fs::remove(path);
}

TEST(AppendBufferTest, SmallPiecesWaitForTheFlush) {
  const fs::path path = fs::temp_directory_path() / "dareblopy-append-buffer-small.bin";
  auto file = AtomicFile::Create(path.string()).value();
  AppendBuffer out(*file);
  const uint8_t piece[100] = {};
  EXPECT_TRUE(out.HasRoom(sizeof(piece)));
  EXPECT_FALSE(out.HasRoom(size_t{2} << 20));
  ASSERT_TRUE(out.Append(piece).ok());
  EXPECT_EQ(file->size(), 0u);
  ASSERT_TRUE(out.Flush().ok());
  EXPECT_EQ(file->size(), sizeof(piece));
}

}  // namespace
}  // namespace dareblopy
