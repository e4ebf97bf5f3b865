#include "core/stream/ahead_stream.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "core/io/memory_set.h"
#include "core/testing/testdata.h"
#include "core/tfrecord/record_stream.h"

namespace dareblopy::tfrecord {
namespace {

namespace fs = std::filesystem;

/// Records, the error that ended them, and how many were left out: in words, to be compared.
std::string Told(BlockSource& source, size_t max_records) {
  std::string told;
  for (;;) {
    auto block = source.Next(max_records);
    if (!block.ok()) {
      const Error& error = block.error();
      told += std::string(ErrorCodeName(error.code)) + error.message + error.path +
              std::to_string(error.offset.value_or(0)) + "," +
              std::to_string(error.record.value_or(0));
      EXPECT_EQ(source.Next(max_records).value(), nullptr);
      break;
    }
    if (block.value() == nullptr) break;
    EXPECT_LE(block.value()->count(), max_records);
    for (size_t i = 0; i < block.value()->count(); ++i) {
      const Bytes record = block.value()->Memory(i);
      told += block.value()->Name(i) + "#" + std::to_string(block.value()->parts[i].record) + ":";
      told.append(reinterpret_cast<const char*>(record.data()), record.size());
    }
  }
  return told + "/" + std::to_string(source.corrupt());
}

std::vector<RecordStream::Source> SourcesOf(const std::vector<std::string>& files) {
  std::vector<RecordStream::Source> sources;
  for (size_t i = 0; i < files.size(); ++i) {
    auto set = std::make_shared<MemorySet>();
    set->Add({reinterpret_cast<const uint8_t*>(files[i].data()), files[i].size()},
             "file" + std::to_string(i));
    sources.push_back({std::move(set), 0});
  }
  return sources;
}

/// As streams one after the other; several ahead; and the same inflated in one go. `sound`: the
/// files before they were damaged. libdeflate takes the length codes 286 and 287, which RFC 1951
/// reserves and zlib refuses, for 258: then, and only then, the bytes that were written come out,
/// as the checksum says, where the stream fails.
void ExpectSame(const std::vector<std::string>& files, StreamOptions options = {},
                const std::vector<std::string>& sound = {}) {
  StreamOptions streamed = options;
  streamed.whole_bytes = 0;
  RecordStream serial(SourcesOf(files), streamed);
  const std::string expected = Told(serial, 1000);
  RecordStream in_one_go(SourcesOf(files), options);
  const std::string whole = Told(in_one_go, 3);
  if (whole != expected && !sound.empty()) {
    RecordStream undamaged(SourcesOf(sound), options);
    EXPECT_EQ(whole, Told(undamaged, 3));
    EXPECT_NE(expected.find("GZIP_CORRUPTinvalid literal/length code"), std::string::npos);
  } else {
    EXPECT_EQ(whole, expected);
  }
  for (const uint64_t bytes : {uint64_t{1}, uint64_t{64} << 20}) {
    AheadStream parallel(files.size(), RecordsOf(SourcesOf(files), streamed), {3, bytes});
    EXPECT_EQ(Told(parallel, 2), expected);
    AheadStream parallel_whole(files.size(), RecordsOf(SourcesOf(files), options), {3, bytes});
    EXPECT_EQ(Told(parallel_whole, 2), whole);
  }
}

std::string FileAt(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> Fixtures() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(Testdata() / "tfrecord")) {
    if (entry.is_regular_file() && entry.path().string().find("tfrecord", 0) != std::string::npos)
      paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  std::vector<std::string> files;
  for (const fs::path& path : paths) files.push_back(FileAt(path));
  return files;
}

TEST(AheadStream, EveryFixtureAloneAndAmongOthers) {
  const auto files = Fixtures();
  ASSERT_GT(files.size(), 5u);
  for (const OnCorrupt on_corrupt : {OnCorrupt::fail, OnCorrupt::skip, OnCorrupt::stop}) {
    StreamOptions options;
    options.on_corrupt = on_corrupt;
    for (const std::string& file : files) ExpectSame({file, file, file, file}, options);
    ExpectSame(files, options);
  }
}

TEST(AheadStream, EveryTruncationAndFlip) {
  for (const std::string& file : Fixtures()) {
    if (file.size() > 3000) continue;
    const size_t step = file.size() / 150 + 1;
    for (size_t at = 0; at < file.size(); at += step) {
      std::string flipped = file;
      flipped[at] = static_cast<char>(flipped[at] ^ 0x21);
      StreamOptions options;
      options.on_corrupt = at % 2 == 0 ? OnCorrupt::skip : OnCorrupt::fail;
      ExpectSame({file, file.substr(0, at), file}, options);
      ExpectSame({file, flipped, file}, options, {file, file, file});
    }
  }
}

TEST(AheadStream, FiftyFilesStayUnderTheBound) {
  std::string file;
  for (const std::string& fixture : Fixtures()) {
    StreamOptions options;
    RecordStream stream(SourcesOf({fixture}), options);
    if (auto block = stream.Next(1); block.ok() && block.value() != nullptr) file = fixture;
  }
  ASSERT_FALSE(file.empty());
  ExpectSame(std::vector<std::string>(50, file));
}

TEST(AheadStream, MayBeDroppedWhileThreadsReadAhead) {
  const auto files = Fixtures();
  for (int i = 0; i < 50; ++i) {
    AheadStream stream(files.size(), RecordsOf(SourcesOf(files), {}), {4, 1 << 20});
    if (i % 2 == 0) static_cast<void>(stream.Next(1));
  }
}

}  // namespace
}  // namespace dareblopy::tfrecord
