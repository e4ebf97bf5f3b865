#include "core/io/file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/base/buffer.h"
#include "core/io/atomic_file.h"
#include "core/io/list_files.h"
#include "core/io/mapped_range.h"
#include "core/io/windows/windows.h"
#include "core/testing/temp_folder.h"

namespace dareblopy {
namespace {

Bytes BytesOf(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

void Write(const std::string& path, std::string_view text) {
  auto file = AtomicFile::Create(path).value();
  ASSERT_TRUE(file->Append(BytesOf(text)).ok());
  const Status status = file->Commit();
  ASSERT_TRUE(status.ok()) << status.error().message;
}

std::string Read(const File& file) {
  std::string text(static_cast<size_t>(file.size()), '-');
  const Status status =
      file.ReadAt(0, MutableBytes(reinterpret_cast<uint8_t*>(text.data()), text.size()));
  return status.ok() ? text : ErrorCodeName(status.error().code);
}

TEST(WindowsPath, IsAbsoluteAndTakenAsItIsWritten) {
  EXPECT_EQ(LongPath("C:/data/./a/../b.txt"), L"\\\\?\\C:\\data\\b.txt");
  EXPECT_EQ(LongPath("C:\\..\\..\\b"), L"\\\\?\\C:\\b");
  EXPECT_EQ(LongPath("//server/share/../../x"), L"\\\\?\\UNC\\server\\share\\x");
  EXPECT_EQ(LongPath("\\\\?\\C:\\as is\\.."), L"\\\\?\\C:\\as is\\..");
  EXPECT_TRUE(LongPath("here.txt").starts_with(L"\\\\?\\"));
  EXPECT_TRUE(LongPath("here.txt").ends_with(L"\\here.txt"));
}

TEST(WindowsPath, NamesOfDevicesAreNamesOfFiles) {
  const TempFolder folder;
  for (const char* name : {"NUL", "CON", "COM1", "aux.txt"}) {
    EXPECT_EQ(File::Open(folder / name).error().code, ErrorCode::IO_NOT_FOUND) << name;
  }
}

TEST(WindowsFile, LongAndWidePathsAreReadWrittenAndListed) {
  const TempFolder folder;
  std::string path = folder.path().string();
  std::string name;
  for (int i = 0; i < 3; i++) {
    const std::string part = std::string(100, static_cast<char>('a' + i)) + "\xc3\xbc\xe6\x97\xa5";
    name += part + "/";
    path += "\\" + part;
    ASSERT_TRUE(CreateDirectoryW(LongPath(path).c_str(), nullptr)) << GetLastError();
  }
  Write(path + "\\f.bin", "long");
  EXPECT_EQ(Read(*File::Open(path + "/f.bin").value()), "long");
  const auto listed =
      ListFiles(folder.path().string(), false, [](std::string_view) { return true; }).value();
  EXPECT_EQ(listed, std::vector<std::string>{name + "f.bin"});
  ASSERT_TRUE(DeleteFileW(LongPath(path + "\\f.bin").c_str()));
  for (int i = 0; i < 3; i++) {
    ASSERT_TRUE(RemoveDirectoryW(LongPath(path).c_str()));
    path.resize(path.rfind('\\'));
  }
}

TEST(WindowsFile, OthersMayRenameAndRemoveWhatIsRead) {
  const TempFolder folder;
  Write(folder / "a", "first");
  const auto file = File::Open(folder / "a").value();
  ASSERT_TRUE(MoveFileW(LongPath(folder / "a").c_str(), LongPath(folder / "b").c_str()));
  EXPECT_EQ(Read(*file), "first");
  ASSERT_TRUE(DeleteFileW(LongPath(folder / "b").c_str()));
  EXPECT_EQ(Read(*file), "first");
}

TEST(WindowsFile, AnOpenFileIsReplacedAndItsReaderKeepsTheOldOne) {
  const TempFolder folder;
  Write(folder / "a", "old");
  const auto reader = File::Open(folder / "a").value();
  Write(folder / "a", "newer");
  EXPECT_EQ(Read(*reader), "old");
  EXPECT_EQ(Read(*File::Open(folder / "a").value()), "newer");
}

TEST(WindowsFile, APartIsMappedPrivately) {
  const TempFolder folder;
  std::string text(200'000, 'x');
  text[131'073] = 'y';
  Write(folder / "a", text);
  const auto file = File::Open(folder / "a").value();
  auto range = MappedRange::Map(*file, 131'073, 100).value();
  uint8_t* data = range.data();
  EXPECT_EQ(data[0], 'y');
  data[0] = 'z';
  EXPECT_EQ(Read(*file), text);
  EXPECT_EQ(MappedRange::Map(*file, 199'999, 2).error().code, ErrorCode::IO_TRUNCATED);
}

}  // namespace
}  // namespace dareblopy
