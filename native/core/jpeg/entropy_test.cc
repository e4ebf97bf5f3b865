// Our entropy decoder against the library's: the same pixels, warnings and errors, whatever comes.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/jpeg/test_images.h"
#include "core/testing/testdata.h"

namespace dareblopy::jpeg {
namespace {

using File = std::vector<uint8_t>;

constexpr uint64_t kMaxPixels = 1 << 18;  // what a flipped byte may make of a small image

struct Outcome {
  std::string text;  // the error, or the warnings
  std::vector<uint8_t> pixels;
  bool ours = false;
};

struct Case {
  PixelOptions pixels{};
  bool tolerant = false;
  uint32_t window = 0;  // 0: the whole image; else that part of it, by both axes
};

void Tell(Outcome& outcome, const Error& error) {
  outcome.text += error.message + " " + std::to_string(static_cast<int>(error.code)) + " at " +
                  std::to_string(error.offset.value_or(0));
}

Outcome Decode(Bytes data, const Case& c, EntropyDecoder entropy, bool read_all = true) {
  Outcome outcome;
  Decompressor& decompressor = Backends().front()->ThreadDecompressor();
  const OpenImage open(decompressor);
  const auto opened = decompressor.Open(data, {.limits = {.max_pixels = kMaxPixels},
                                               .tolerant = c.tolerant,
                                               .entropy = entropy,
                                               .read_all = read_all});
  if (!opened.ok()) {
    Tell(outcome, opened.error());
    return outcome;
  }
  const auto size = decompressor.Prepare(c.pixels);
  if (!size.ok()) {
    Tell(outcome, size.error());
    return outcome;
  }
  Rect window{0, 0, size.value().width, size.value().height};
  if (c.window != 0) {
    window.x = window.width / c.window;
    window.y = window.height / c.window;
    window.width = std::max(1u, window.width / c.window);
    window.height = std::max(1u, window.height / c.window);
    if (window.x + window.width > size.value().width) window.x = 0;
    if (window.y + window.height > size.value().height) window.y = 0;
  }
  const size_t stride = window.width * size_t{ChannelsOf(c.pixels.format)};
  outcome.pixels.resize(stride * window.height);
  const Status status = decompressor.Decode(window, outcome.pixels.data(), stride);
  if (!status.ok()) {
    Tell(outcome, status.error());
    outcome.pixels.clear();
  }
  for (const Warning& warning : decompressor.warnings()) {
    outcome.text += "\n" + warning.message + " at " + std::to_string(warning.offset);
  }
  outcome.ours = decompressor.decoded_by_us();
  return outcome;
}

/// Decodes both ways and answers whether ours did it all.
bool Compare(Bytes data, const Case& c, const std::string& what) {
  const Outcome theirs = Decode(data, c, EntropyDecoder::library);
  const Outcome ours = Decode(data, c, EntropyDecoder::ours);
  EXPECT_FALSE(theirs.ours);
  EXPECT_EQ(ours.text, theirs.text) << what;
  EXPECT_TRUE(ours.pixels == theirs.pixels) << what << ": other pixels";
  return ours.ours;
}

File Load(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

File Fixture(const std::string& name) {
  File file = Load(Testdata() / "jpeg" / name);
  EXPECT_FALSE(file.empty()) << name;
  return file;
}

void CompareDamaged(const File& file, const std::string& name) {
  for (bool tolerant : {false, true}) {
    const Case c{.tolerant = tolerant};
    for (size_t size = 0; size < file.size(); ++size) {
      const File cut(file.begin(), file.begin() + static_cast<long>(size));  // to see a read beyond
      Compare(cut, c, name + " cut at " + std::to_string(size));
    }
    for (size_t at = 2; at < file.size(); ++at) {
      for (uint8_t flip : {0x01, 0xFF}) {
        File damaged = file;
        damaged[at] ^= flip;
        Compare(damaged, c, name + " flipped at " + std::to_string(at));
      }
    }
  }
}

TEST(EntropyTest, GivesTheLibrarysPixelsOfEveryFixture) {
  for (const auto& entry : std::filesystem::directory_iterator(Testdata() / "jpeg")) {
    if (entry.path().extension() != ".jpg") continue;
    const File file = Load(entry.path());
    for (uint32_t scale : {1u, 2u, 3u, 4u, 8u, 11u}) {
      for (PixelFormat format : {PixelFormat::rgb, PixelFormat::gray, PixelFormat::cmyk}) {
        for (uint32_t window : {0u, 2u, 3u}) {
          const Case c{.pixels = {.format = format, .scale_eighths = scale}, .window = window};
          Compare(file, c, entry.path().filename().string());
        }
      }
    }
  }
}

TEST(EntropyTest, DecodesSoundBaselineItself) {
  for (const char* name : {"s444", "s422", "s420", "s440", "s411", "s410", "uneven", "gray", "rgb",
                           "cmyk", "ycck", "optimized", "restart", "one-pixel", "widest"}) {
    EXPECT_TRUE(Compare(Fixture(std::string(name) + ".jpg"), {}, name)) << name;
  }
  for (const char* name : {"arithmetic", "arithmetic-progressive"}) {
    EXPECT_FALSE(Compare(Fixture(std::string(name) + ".jpg"), {}, name)) << name;
  }
}

TEST(EntropyTest, DecodesSoundProgressiveItself) {
  for (const char* name : {"progressive", "progressive-gray"}) {
    EXPECT_TRUE(Compare(Fixture(std::string(name) + ".jpg"), {}, name)) << name;
  }
}

TEST(EntropyTest, GivesTheLibrarysPixelsAtEveryQuality) {
  for (int quality = 1; quality <= 100; ++quality) {
    for (auto subsampling : {ChromaSubsampling::s444, ChromaSubsampling::s420}) {
      for (int kind = 0; kind < 3; ++kind) {
        const auto file = TestJpeg({67, 41}, PixelFormat::rgb,
                                   {.quality = quality,
                                    .subsampling = subsampling,
                                    .progressive = kind == 2,
                                    .optimize = kind == 1});
        EXPECT_TRUE(Compare(file, {}, "quality " + std::to_string(quality)));
      }
    }
  }
}

TEST(EntropyTest, DecodesMoreThanOnePieceOfBytes) {
  const auto file = TestJpeg({500, 400}, PixelFormat::rgb, {.quality = 100});
  EXPECT_GT(file.size(), size_t{64} << 10);
  for (uint32_t window : {0u, 2u, 3u, 5u}) Compare(file, {.window = window}, "window");
  EXPECT_TRUE(Compare(file, {}, "whole"));
}

TEST(EntropyTest, FailsAndWarnsAsTheLibraryDoes) {
  for (int quality : {30, 100}) {
    const auto file = TestJpeg({41, 35}, PixelFormat::rgb, {.quality = quality});
    CompareDamaged(file, "quality " + std::to_string(quality));
  }
  CompareDamaged(TestJpeg({30, 30}, PixelFormat::gray), "gray");
}

TEST(EntropyTest, FailsAndWarnsAsTheLibraryDoesAtRestarts) {
  CompareDamaged(Fixture("restart.jpg"), "restart");
}

TEST(EntropyTest, FailsAndWarnsAsTheLibraryDoesInProgressiveScans) {
  CompareDamaged(TestJpeg({41, 35}, PixelFormat::rgb, {.quality = 60, .progressive = true}),
                 "progressive");
  CompareDamaged(TestJpeg({30, 30}, PixelFormat::gray, {.quality = 95, .progressive = true}),
                 "progressive gray");
}

/// As Compare, where scans of which no pixel comes may go unread.
TEST(EntropyTest, PassesOverScansThatChangeNoPixel) {
  const auto file = TestJpeg({141, 135}, PixelFormat::rgb, {.progressive = true});
  for (uint32_t scale = 1; scale < 8; ++scale) {
    for (PixelFormat format : {PixelFormat::rgb, PixelFormat::gray}) {
      for (uint32_t window : {0u, 2u}) {
        const Case c{.pixels = {.format = format, .scale_eighths = scale}, .window = window};
        const Outcome theirs = Decode(file, c, EntropyDecoder::library);
        const Outcome ours = Decode(file, c, EntropyDecoder::ours, false);
        EXPECT_EQ(ours.text, "");
        EXPECT_TRUE(ours.ours);
        EXPECT_TRUE(ours.pixels == theirs.pixels) << scale;
      }
    }
  }
}

TEST(EntropyTest, BuildsTablesOfSmallImagesTheSecondTime) {
  const auto small = TestJpeg({16, 16}, PixelFormat::rgb, {.quality = 50, .optimize = true});
  const auto large = TestJpeg({200, 200}, PixelFormat::rgb, {.quality = 90, .optimize = true});
  const Case c;
  EXPECT_TRUE(Decode(large, c, EntropyDecoder::quickest).ours);
  const Outcome first = Decode(small, c, EntropyDecoder::quickest);
  const Outcome second = Decode(small, c, EntropyDecoder::quickest);
  EXPECT_FALSE(first.ours);
  EXPECT_TRUE(second.ours);
  EXPECT_TRUE(first.pixels == second.pixels);
}

TEST(EntropyTest, NoticesTheEndOfTheDataAsEarlyAsTheLibraryDoes) {
  const auto file = TestJpeg({64, 48});
  for (size_t size = 600; size < file.size(); ++size) {
    const File cut(file.begin(), file.begin() + static_cast<long>(size));
    for (uint32_t window : {3u, 4u}) {
      Compare(cut, {.window = window}, "window, cut at " + std::to_string(size));
    }
  }
}

TEST(EntropyTest, LeavesBytesBehindTheScanToTheLibrary) {
  const auto whole = TestJpeg({64, 48});
  const Bytes sound = Bytes(whole).first(whole.size() - 2);
  const std::vector<File> ends = {{},
                                  {0xFF},
                                  {0xFF, 0xFF, 0xD9},
                                  {0xFF, 0x00},
                                  {0, 0xFF, 0xD9},
                                  {0xFF, 0xFF, 0x00, 0xFF, 0xD9},
                                  {0xFF, 0xD0, 0xFF, 0xD9},
                                  {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}};
  for (const File& end : ends) {
    File file(sound.begin(), sound.end());
    file.insert(file.end(), end.begin(), end.end());
    for (bool tolerant : {false, true}) {
      Compare(file, {.tolerant = tolerant}, "end of " + std::to_string(end.size()));
    }
  }
}

}  // namespace
}  // namespace dareblopy::jpeg
