#include "core/zip/pack_many.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <thread>

#include "core/io/file_set.h"
#include "core/io/memory_set.h"
#include "core/zip/archive.h"

namespace dareblopy::zip {
namespace {

std::string TempPath(const char* name) {
  return testing::TempDir() + "/pack_many_" + name + ".zip";
}

Buffer Filled(size_t size, size_t seed) {
  Buffer bytes(size);
  for (size_t i = 0; i < size; ++i) bytes.data()[i] = static_cast<uint8_t>(i * (seed | 1) >> 3);
  return bytes;
}

/// A set whose item `broken` cannot be read, as a file that vanished.
class Sources final : public SourceSet {
 public:
  Sources(std::vector<size_t> sizes, size_t broken) : sizes_(std::move(sizes)), broken_(broken) {}
  uint64_t count() const override { return sizes_.size(); }
  std::string Name(uint64_t index) const override { return "source " + std::to_string(index); }
  Result<uint64_t> Size(uint64_t index) const override { return sizes_[index]; }
  Status Read(uint64_t index, MutableBytes out) const override { return ReadRange(index, 0, out); }
  Status ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const override {
    if (index == broken_) return Error{ErrorCode::IO_NOT_FOUND, "cannot open", Name(index)};
    if (index % 7 == 0) std::this_thread::yield();
    const Buffer all = Filled(sizes_[index], index);
    std::copy_n(all.data() + begin, out.size(), out.data());
    return {};
  }

 private:
  std::vector<size_t> sizes_;
  size_t broken_;
};

std::vector<size_t> Sizes(size_t count) {
  std::vector<size_t> sizes(count);
  for (size_t i = 0; i < count; ++i) sizes[i] = i % 11 == 0 ? 200'000 + i : i * 3;
  return sizes;
}

struct Packed {
  Status status;
  std::string path;
};

PackSource SourceOf(const SourceSet& set, size_t index, Method method) {
  PackSource source{Item{&set, index}, EntryInfo{std::to_string(index)}};
  source.method = method;
  return source;
}

/// Packs all of `set` with `threads` threads; the lowest source's error.
Packed PackWith(size_t threads, const SourceSet& set, Method method, const char* name) {
  auto writer = Writer::Create(TempPath(name)).value();
  std::mutex writing, mutex;
  PackMany pack(*writer, writing, set.count(),
                [&](size_t index) { return SourceOf(set, index, method); }, {});
  const std::atomic<bool> cancelled{false};
  std::atomic<size_t> next{0};
  std::map<size_t, Error> errors;
  std::vector<std::thread> workers;
  for (size_t t = 0; t < threads; ++t) {
    workers.emplace_back([&] {
      for (size_t i = next++; i < pack.count(); i = next++) {
        Status status = pack.Run(i, &cancelled);
        std::lock_guard lock(mutex);
        if (!status.ok()) errors.emplace(i, status.error());
      }
    });
  }
  for (auto& worker : workers) worker.join();
  EXPECT_TRUE(writer->Close("", false).ok());
  return {errors.empty() ? Status() : Status(errors.begin()->second), writer->path()};
}

Buffer Contents(const std::string& path) {
  auto file = File::Open(path).value();
  Buffer bytes(file->size());
  EXPECT_TRUE(file->ReadAt(0, bytes.mutable_bytes()).ok());
  std::remove(path.c_str());
  return bytes;
}

std::string Text(const Buffer& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

TEST(PackMany, WritesTheSameBytesAtAnyNumberOfThreads) {
  const Sources set(Sizes(300), 300);
  for (const Method method : {kStored, kDeflate, kLz4}) {
    auto one = Writer::Create(TempPath("each")).value();
    for (size_t i = 0; i < set.count(); ++i) {
      const Buffer plain = Filled(set.Size(i).value(), i);
      const PackedEntry packed = Pack(method, kDefaultLevel, plain.bytes()).value();
      const EntryInfo info{std::to_string(i)};
      ASSERT_TRUE(
          one->Add(info, packed, packed.method == kStored ? plain.bytes() : packed.data.bytes())
              .ok());
    }
    ASSERT_TRUE(one->Close("", true).ok());
    const std::string expected = Text(Contents(one->path()));
    for (const size_t threads : {1, 2, 8}) {
      const Packed packed = PackWith(threads, set, method, "many");
      ASSERT_TRUE(packed.status.ok());
      EXPECT_EQ(Text(Contents(packed.path)), expected) << threads;
    }
  }
}

TEST(PackMany, AppendsWhatComesBeforeTheSourceThatFails) {
  const Sources set(Sizes(200), 120);
  for (const size_t threads : {1, 3}) {
    Packed packed = PackWith(threads, set, kStored, "fails");
    ASSERT_FALSE(packed.status.ok());
    EXPECT_EQ(packed.status.error().code, ErrorCode::IO_NOT_FOUND);
    EXPECT_EQ(packed.status.error().path, "source 120");
    const auto file = std::make_shared<FileSet>(File::Open(packed.path).value());
    const auto archive = Archive::Open(SourceRange::Make(file, 0).value(), {}).value();
    ASSERT_EQ(archive->count(), 120u);
    EXPECT_EQ(archive->Name(119), "119");
    std::remove(packed.path.c_str());
  }
}

// What is packed far ahead of a slow source would fill the memory: threads wait for it instead, and
// go on when it comes, fails, or all is cancelled.
TEST(PackMany, WaitsForASlowSource) {
  class Slow final : public SourceSet {
   public:
    explicit Slow(bool fails) : fails_(fails) {}
    uint64_t count() const override { return 40; }
    std::string Name(uint64_t) const override { return ""; }
    Result<uint64_t> Size(uint64_t) const override { return uint64_t{4} << 20; }
    Status Read(uint64_t index, MutableBytes out) const override {
      if (index != 0) {
        most_ = std::max<int>(most_, ++ahead_);
        std::fill(out.begin(), out.end(), uint8_t{1});
        return {};
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      at_first_ = ahead_.load();
      if (fails_) return Error{ErrorCode::IO_ERROR, "broken"};
      return {};
    }
    Status ReadRange(uint64_t index, uint64_t, MutableBytes out) const override {
      return Read(index, out);
    }
    mutable std::atomic<int> ahead_{0}, most_{0}, at_first_{0};
    bool fails_;
  };
  for (const bool fails : {false, true}) {
    const Slow set(fails);
    const Packed packed = PackWith(4, set, kStored, "slow");
    EXPECT_EQ(packed.status.ok(), !fails);
    EXPECT_LE(set.at_first_, (64 >> 2) + 3);
    std::remove(packed.path.c_str());
  }
}

TEST(PackMany, StopsWaitingWhenCancelled) {
  auto writer = Writer::Create(TempPath("cancelled")).value();
  std::mutex writing;
  const Sources set({0, 70 << 20, 5}, 3);
  PackMany pack(*writer, writing, 3, [&](size_t i) { return SourceOf(set, i, kStored); }, {});
  std::atomic<bool> cancelled{false};
  ASSERT_TRUE(pack.Run(1, &cancelled).ok());  // nobody runs the first one
  std::thread waits([&] { EXPECT_TRUE(pack.Run(2, &cancelled).ok()); });
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  cancelled = true;
  waits.join();
  EXPECT_EQ(writer->entry_count(), 0u);
}

}  // namespace
}  // namespace dareblopy::zip
