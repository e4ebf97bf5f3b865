// Windows of files with restart markers: what is passed over changes no pixel of what is not.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "core/jpeg/test_images.h"
#include "core/testing/testdata.h"

namespace dareblopy::jpeg {
namespace {

using File = std::vector<uint8_t>;

const Backend& Turbo() { return *Backends().front(); }

File Repacked(Bytes file, const RepackOptions& options) {
  Buffer out;
  const Status status = Turbo().Repack(file, options, out);
  EXPECT_TRUE(status.ok()) << status.error().message;
  return {out.data(), out.data() + out.size()};
}

struct Decoded {
  std::vector<uint8_t> pixels;
  ImageSize size{};
  std::string error;
};

Decoded Decode(Bytes file, std::optional<Rect> part = {}, bool tolerant = false,
               EntropyDecoder entropy = EntropyDecoder::ours, uint32_t eighths = 8) {
  Decoded result;
  Decompressor& decompressor = Turbo().ThreadDecompressor();
  const OpenImage open(decompressor);
  auto size = decompressor.Open(
      file, {.limits = {.max_pixels = 1 << 20}, .tolerant = tolerant, .entropy = entropy});
  if (size.ok()) size = decompressor.Prepare({.scale_eighths = eighths});
  if (!size.ok()) {
    result.error = size.error().message;
    return result;
  }
  result.size = size.value();
  const Rect window = part.value_or(Rect{0, 0, size.value().width, size.value().height});
  result.pixels.resize(size_t{3} * window.width * window.height);
  const Status status = decompressor.Decode(window, result.pixels.data(), window.width * size_t{3});
  if (!status.ok()) result.error = status.error().message;
  return result;
}

std::vector<uint8_t> Cut(const Decoded& whole, const Rect& part) {
  std::vector<uint8_t> pixels;
  for (uint32_t y = part.y; y < part.y + part.height; ++y) {
    const auto row = whole.pixels.begin() + (ptrdiff_t{y} * whole.size.width + part.x) * 3;
    pixels.insert(pixels.end(), row, row + ptrdiff_t{part.width} * 3);
  }
  return pixels;
}

/// Corners, edges and the middle of an image, small and large.
std::vector<Rect> Windows(ImageSize size) {
  std::vector<Rect> windows;
  for (uint32_t share : {1u, 2u, 3u, 7u}) {
    const uint32_t width = std::max(1u, size.width / share);
    const uint32_t height = std::max(1u, size.height / share);
    for (uint32_t x : {0u, (size.width - width) / 2, size.width - width}) {
      for (uint32_t y : {0u, (size.height - height) / 2, size.height - height}) {
        windows.push_back({x, y, width, height});
      }
    }
  }
  return windows;
}

constexpr ChromaSubsampling kSamplings[] = {ChromaSubsampling::s444, ChromaSubsampling::s422,
                                            ChromaSubsampling::s420, ChromaSubsampling::s440,
                                            ChromaSubsampling::s411};

void ExpectWindowsOfWhole(const File& file, const std::string& what) {
  for (uint32_t eighths : {8u, 4u, 1u}) {
    const Decoded whole = Decode(file, {}, false, EntropyDecoder::library, eighths);
    ASSERT_EQ(whole.error, "") << what;
    for (const Rect& part : Windows(whole.size)) {
      const Decoded window = Decode(file, part, false, EntropyDecoder::ours, eighths);
      EXPECT_EQ(window.error, "") << what;
      EXPECT_TRUE(window.pixels == Cut(whole, part))
          << what << ", " << part.width << "x" << part.height << " at " << part.x << "," << part.y;
    }
  }
}

TEST(RestartTest, GivesTheWholeImagesPixelsForEveryIntervalSamplingAndWindow) {
  for (ChromaSubsampling subsampling : kSamplings) {
    const File plain = TestJpeg({93, 77}, PixelFormat::rgb, {.subsampling = subsampling});
    for (uint32_t interval : {1u, 2u, 3u, 5u, 6u, 7u, 12u, 13u, 24u, 200u}) {
      const File file = Repacked(plain, {.restart_mcus = interval});
      ExpectWindowsOfWhole(file, "interval " + std::to_string(interval));
    }
    for (uint32_t rows : {1u, 2u, 3u}) {
      ExpectWindowsOfWhole(Repacked(plain, {.restart_rows = rows}), "rows");
    }
  }
}

TEST(RestartTest, ReadsNothingOfWhatIsPassedOver) {
  File file = Repacked(TestJpeg({160, 160}), {.restart_rows = 1});
  const Decoded whole = Decode(file);
  // Damage between the second and the third marker: in MCU row 2, pixels 32 to 47.
  size_t at = 0;
  for (size_t i = 0; i + 1 < file.size(); ++i) {
    if (file[i] == 0xFF && file[i + 1] == 0xD1) at = i;
  }
  ASSERT_GT(at, 0u);
  for (size_t i = at + 2; i < at + 12; ++i) file[i] = 0x55;
  EXPECT_NE(Decode(file).pixels == whole.pixels, true);
  const Rect below{0, 80, 160, 80};
  EXPECT_EQ(Decode(file, below).error, "");
  EXPECT_TRUE(Decode(file, below).pixels == Cut(whole, below));
}

TEST(RestartTest, FallsBackWhereMarkersAreWrong) {
  const File sound = Repacked(TestJpeg({96, 96}), {.restart_rows = 1});
  const Rect part{30, 60, 40, 30};
  for (size_t at = 2; at < sound.size(); ++at) {
    if (sound[at - 1] != 0xFF || (sound[at] & 0xF8) != 0xD0) continue;
    for (int other : {0x00, 0xD7, 0xD9, 0x41}) {
      File file = sound;
      file[at] = static_cast<uint8_t>(other);
      const Decoded theirs = Decode(file, part, true, EntropyDecoder::library);
      const Decoded ours = Decode(file, part, true);
      EXPECT_EQ(ours.error, theirs.error);
      EXPECT_TRUE(ours.pixels == theirs.pixels) << at << " became " << other;
    }
  }
}

/// Flipped bytes and cuts: a window that decodes without a word has the pixels that the library
/// gives, or damage went unread outside of it; tolerant ones never crash.
TEST(RestartTest, SurvivesEveryFlippedByteAndTruncation) {
  const File sound = Repacked(TestJpeg({48, 48}), {.restart_mcus = 2});
  const Rect part{16, 20, 17, 20};
  const Decoded whole = Decode(sound);
  const std::vector<uint8_t> expected = Cut(whole, part);
  const std::string start_of_scan = "\xFF\xDA";
  const auto scan = static_cast<size_t>(
      std::search(sound.begin(), sound.end(), start_of_scan.begin(), start_of_scan.end(),
                  [](uint8_t a, char b) { return a == static_cast<uint8_t>(b); }) -
      sound.begin());
  for (size_t at = 2; at < sound.size(); ++at) {
    for (uint8_t flip : {0x01, 0xFF}) {
      File file = sound;
      file[at] ^= flip;
      const Decoded theirs = Decode(file, part, false, EntropyDecoder::library);
      const Decoded ours = Decode(file, part);
      // Where the library is content, so are we; where it complains of coded data that we pass
      // over, the window's pixels are the sound file's.
      if (theirs.error.empty()) {
        EXPECT_EQ(ours.error, "") << at;
        EXPECT_TRUE(ours.pixels == theirs.pixels) << at;
      } else if (ours.error.empty() && at > scan) {
        EXPECT_TRUE(ours.pixels == expected) << at;
      }
      Decode(file, part, true);
    }
    Decode(Bytes(sound).first(at), part);
    Decode(Bytes(sound).first(at), part, true);
  }
}

TEST(RepackTest, KeepsThePixelsOfEveryFixture) {
  for (const auto& entry : std::filesystem::directory_iterator(Testdata() / "jpeg")) {
    if (entry.path().extension() != ".jpg") continue;
    const std::string name = entry.path().filename().string();
    if (name == "bits12.jpg") continue;  // of 12-bit samples, which nothing here reads
    std::ifstream in(entry.path(), std::ios::binary);
    const File file{std::istreambuf_iterator<char>(in), {}};
    const Decoded before = Decode(file);
    ASSERT_EQ(before.error, "") << name;
    for (const RepackOptions& options :
         {RepackOptions{}, RepackOptions{.restart_rows = 0, .optimize = false},
          RepackOptions{.restart_mcus = 3}, RepackOptions{.progressive = true}}) {
      const Decoded after = Decode(Repacked(file, options));
      EXPECT_TRUE(after.error.empty() && after.pixels == before.pixels) << name;
    }
    ExpectWindowsOfWhole(Repacked(file, {.restart_mcus = 5}), name);
  }
}

}  // namespace
}  // namespace dareblopy::jpeg
