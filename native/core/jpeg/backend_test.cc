#include "core/jpeg/backend.h"

#include <gtest/gtest.h>

#include <cstring>
#include <thread>

#include "core/jpeg/test_images.h"

namespace dareblopy::jpeg {
namespace {

struct Decoded {
  ImageSize size;
  std::vector<uint8_t> pixels;
};

Decoded DecodeWhole(const Backend& backend, Bytes data, const PixelOptions& options) {
  Decompressor& decompressor = backend.ThreadDecompressor();
  const OpenImage open(decompressor);
  EXPECT_TRUE(decompressor.Open(data, {}).ok());
  const auto size = decompressor.Prepare(options);
  EXPECT_TRUE(size.ok());
  Decoded image{size.value(), {}};
  const size_t stride = image.size.width * size_t{ChannelsOf(options.format)};
  image.pixels.resize(stride * image.size.height);
  const Status status =
      decompressor.Decode({0, 0, image.size.width, image.size.height}, image.pixels.data(), stride);
  EXPECT_TRUE(status.ok()) << status.error().message;
  return image;
}

std::vector<uint8_t> DecodeWindow(const Backend& backend, Bytes data, const PixelOptions& options,
                                  const Rect& window) {
  Decompressor& decompressor = backend.ThreadDecompressor();
  const OpenImage open(decompressor);
  EXPECT_TRUE(decompressor.Open(data, {}).ok());
  EXPECT_TRUE(decompressor.Prepare(options).ok());
  const size_t stride = window.width * size_t{ChannelsOf(options.format)};
  std::vector<uint8_t> pixels(stride * window.height);
  const Status status = decompressor.Decode(window, pixels.data(), stride);
  EXPECT_TRUE(status.ok()) << status.error().message;
  return pixels;
}

std::vector<uint8_t> Cut(const Decoded& image, const Rect& window, size_t channels) {
  std::vector<uint8_t> pixels;
  for (uint32_t y = window.y; y < window.y + window.height; ++y) {
    const uint8_t* row = image.pixels.data() + (size_t{y} * image.size.width + window.x) * channels;
    pixels.insert(pixels.end(), row, row + window.width * channels);
  }
  return pixels;
}

class BackendTest : public testing::TestWithParam<const Backend*> {
 protected:
  const Backend& backend() const { return *GetParam(); }
};

std::string BackendTestName(const testing::TestParamInfo<const Backend*>& info) {
  return std::string(kBackendNames[static_cast<size_t>(info.param->id())]);
}

INSTANTIATE_TEST_SUITE_P(All, BackendTest, testing::ValuesIn(Backends()), BackendTestName);

TEST_P(BackendTest, DecodesWhatItEncoded) {
  const ImageSize size{64, 48};
  const auto jpeg =
      TestJpeg(size, PixelFormat::rgb, {.quality = 98, .subsampling = ChromaSubsampling::s444});
  const Decoded image = DecodeWhole(backend(), jpeg, {});
  ASSERT_EQ(image.size, size);
  const auto pixels = TestPixels(size, 3);
  double error = 0;
  for (size_t i = 0; i < pixels.size(); ++i) error += std::abs(pixels[i] - image.pixels[i]);
  EXPECT_LT(error / static_cast<double>(pixels.size()), 2);
}

TEST_P(BackendTest, EveryWindowIsThatPartOfTheWhole) {
  struct Case {
    PixelFormat source;
    EncodeOptions encode;
    PixelOptions decode;
  };
  std::vector<Case> cases;
  for (auto subsampling :
       {ChromaSubsampling::s444, ChromaSubsampling::s422, ChromaSubsampling::s420,
        ChromaSubsampling::s440, ChromaSubsampling::s411}) {
    for (bool fancy : {true, false}) {
      for (uint32_t scale : {8u, 4u, 3u, 1u, 11u}) {
        cases.push_back({PixelFormat::rgb,
                         {.subsampling = subsampling},
                         {.fancy_upsampling = fancy, .scale_eighths = scale}});
      }
    }
  }
  cases.push_back({PixelFormat::rgb, {.progressive = true}, {}});
  cases.push_back({PixelFormat::gray, {}, {.format = PixelFormat::gray}});
  cases.push_back({PixelFormat::gray, {}, {.format = PixelFormat::rgb}});
  cases.push_back({PixelFormat::rgb, {}, {.format = PixelFormat::gray}});
  cases.push_back({PixelFormat::rgb, {}, {.format = PixelFormat::bgra}});
  for (const Case& c : cases) {
    for (const ImageSize size : {ImageSize{150, 131}, ImageSize{64, 64}, ImageSize{33, 35}}) {
      const auto jpeg = TestJpeg(size, c.source, c.encode);
      const Decoded whole = DecodeWhole(backend(), jpeg, c.decode);
      const size_t channels = ChannelsOf(c.decode.format);
      for (uint32_t offset = 0; offset <= 33; ++offset) {
        const uint32_t x = std::min(offset, whole.size.width - 1);
        const uint32_t y = std::min(offset, whole.size.height - 1);
        for (const uint32_t extent : {1u, 2u, 17u, 1000u}) {
          const Rect window{x, y, std::min(extent, whole.size.width - x),
                            std::min(extent + 3, whole.size.height - y)};
          ASSERT_EQ(DecodeWindow(backend(), jpeg, c.decode, window), Cut(whole, window, channels))
              << size.width << "x" << size.height << " subsampling "
              << static_cast<int>(c.encode.subsampling) << " fancy " << c.decode.fancy_upsampling
              << " scale " << c.decode.scale_eighths << " window " << x << "," << y << " "
              << window.width << "x" << window.height;
        }
      }
    }
  }
}

TEST_P(BackendTest, ChannelOrdersHoldTheSamePixels) {
  const auto jpeg = TestJpeg({37, 21});
  const Decoded rgb = DecodeWhole(backend(), jpeg, {});
  for (PixelFormat format : {PixelFormat::bgr, PixelFormat::rgba, PixelFormat::bgra}) {
    const Decoded image = DecodeWhole(backend(), jpeg, {.format = format});
    std::vector<uint8_t> expected(image.pixels.size());
    ConvertRgbRow(rgb.pixels.data(), size_t{37} * 21, format, expected.data());
    EXPECT_EQ(image.pixels, expected) << kPixelFormatNames[static_cast<size_t>(format)];
  }
}

TEST_P(BackendTest, NamesTruncationAndItsPlace) {
  const auto jpeg = TestJpeg({64, 64});
  Decompressor& decompressor = backend().ThreadDecompressor();
  std::vector<uint8_t> pixels(64 * 64 * 3);
  for (size_t size = 0; size < jpeg.size(); ++size) {
    const OpenImage open(decompressor);
    const auto opened = decompressor.Open(Bytes(jpeg).first(size), {});
    if (!opened.ok()) {
      const auto code = opened.error().code;
      EXPECT_TRUE(size < 2 ? code == ErrorCode::JPEG_NOT_A_JPEG : code == ErrorCode::JPEG_TRUNCATED)
          << size;
      continue;
    }
    ASSERT_TRUE(decompressor.Prepare({}).ok());
    const Status status = decompressor.Decode({0, 0, 64, 64}, pixels.data(), 64 * 3);
    // All pixels are there without the end of the image, and may be without padding
    // (damage_test.cc).
    if (status.ok() && size + 4 >= jpeg.size()) continue;
    ASSERT_FALSE(status.ok()) << size << " of " << jpeg.size();
    EXPECT_EQ(status.error().code, ErrorCode::JPEG_TRUNCATED)
        << size << ": " << status.error().message;
    EXPECT_EQ(status.error().offset, size);
  }
}

TEST_P(BackendTest, ToleratesDamageWhenAsked) {
  const auto jpeg = TestJpeg({64, 64});
  const Decoded whole = DecodeWhole(backend(), jpeg, {});
  Decompressor& decompressor = backend().ThreadDecompressor();
  const OpenImage open(decompressor);
  ASSERT_TRUE(decompressor.Open(Bytes(jpeg).first(jpeg.size() * 3 / 4), {.tolerant = true}).ok());
  ASSERT_TRUE(decompressor.Prepare({}).ok());
  std::vector<uint8_t> pixels(64 * 64 * 3);
  ASSERT_TRUE(decompressor.Decode({0, 0, 64, 64}, pixels.data(), 64 * 3).ok());
  EXPECT_TRUE(std::memcmp(pixels.data(), whole.pixels.data(), 64 * 3 * 16) == 0)
      << "the upper rows are intact";
  ASSERT_FALSE(decompressor.warnings().empty());
  EXPECT_EQ(decompressor.warnings()[0].message, "Premature end of JPEG file");
  EXPECT_EQ(decompressor.warnings()[0].offset, jpeg.size() * 3 / 4);
}

TEST_P(BackendTest, AFlippedByteNeverCrashes) {
  for (bool progressive : {false, true}) {
    const auto jpeg =
        TestJpeg({48, 40}, PixelFormat::rgb, {.quality = 60, .progressive = progressive});
    Decompressor& decompressor = backend().ThreadDecompressor();
    std::vector<uint8_t> pixels(256 * 256 * 3);
    for (size_t at = 0; at < jpeg.size(); ++at) {
      for (uint8_t flip : {0x01, 0x80, 0xFF}) {
        for (bool tolerant : {false, true}) {
          auto damaged = jpeg;
          damaged[at] ^= flip;
          const OpenImage open(decompressor);
          const auto size = decompressor.Open(
              damaged, {.limits = {.max_pixels = 256 * 256}, .tolerant = tolerant});
          if (!size.ok()) continue;
          const auto scaled = decompressor.Prepare({});
          if (!scaled.ok() || uint64_t{scaled.value().width} * scaled.value().height > 256 * 256)
            continue;
          const Rect all{0, 0, scaled.value().width, scaled.value().height};
          static_cast<void>(decompressor.Decode(all, pixels.data(), size_t{3} * all.width));
        }
      }
    }
    EXPECT_EQ(DecodeWhole(backend(), jpeg, {}).size, (ImageSize{48, 40}))
        << "good images still decode after bad ones";
  }
}

TEST_P(BackendTest, ChecksPixelsBeforeTakingMemory) {
  auto jpeg = TestJpeg({16, 16});
  for (size_t i = 0; i + 9 < jpeg.size(); ++i) {
    if (jpeg[i] == 0xFF && jpeg[i + 1] == 0xC0) {
      jpeg[i + 5] = jpeg[i + 7] = 0xFF;  // 65,296 x 65,296 or so
      jpeg[i + 6] = jpeg[i + 8] = 0x10;
      break;
    }
  }
  Decompressor& decompressor = backend().ThreadDecompressor();
  const OpenImage open(decompressor);
  const auto size = decompressor.Open(jpeg, {});
  ASSERT_FALSE(size.ok());
  EXPECT_EQ(size.error().code, ErrorCode::LIMIT_EXCEEDED);
}

TEST_P(BackendTest, StopsAtTheScanLimit) {
  const auto jpeg = TestJpeg({64, 64}, PixelFormat::rgb, {.progressive = true});
  Decompressor& decompressor = backend().ThreadDecompressor();
  const OpenImage open(decompressor);
  ASSERT_TRUE(decompressor.Open(jpeg, {.limits = {.max_scans = 3}}).ok());
  ASSERT_TRUE(decompressor.Prepare({}).ok());
  std::vector<uint8_t> pixels(64 * 64 * 3);
  const Status status = decompressor.Decode({0, 0, 64, 64}, pixels.data(), 64 * 3);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, ErrorCode::LIMIT_EXCEEDED);
}

TEST_P(BackendTest, LeavesNoTablesToTheNextImage) {
  const auto jpeg = TestJpeg({32, 32});
  // The same file without its quantisation tables (DQT).
  std::vector<uint8_t> bare(jpeg.begin(), jpeg.begin() + 2);
  size_t at = 2;
  while (jpeg[at + 1] != 0xDA) {
    const size_t length = 2 + (size_t{jpeg[at + 2]} << 8 | jpeg[at + 3]);
    if (jpeg[at + 1] != 0xDB)
      bare.insert(bare.end(), jpeg.begin() + static_cast<long>(at),
                  jpeg.begin() + static_cast<long>(at + length));
    at += length;
  }
  bare.insert(bare.end(), jpeg.begin() + static_cast<long>(at), jpeg.end());
  DecodeWhole(backend(), jpeg, {});
  Decompressor& decompressor = backend().ThreadDecompressor();
  const OpenImage open(decompressor);
  ASSERT_TRUE(decompressor.Open(bare, {}).ok());
  ASSERT_TRUE(decompressor.Prepare({}).ok());
  std::vector<uint8_t> pixels(32 * 32 * 3);
  const Status status = decompressor.Decode({0, 0, 32, 32}, pixels.data(), 32 * 3);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, ErrorCode::JPEG_CORRUPT);
}

TEST(BackendsTest, KeepTheirOwnPixelsSideBySide) {
  const auto all = Backends();
  if (all.size() < 2) GTEST_SKIP() << "built without IJG";
  const auto jpeg = TestJpeg({128, 96});
  const Decoded turbo = DecodeWhole(*all[0], jpeg, {});
  const Decoded ijg = DecodeWhole(*all[1], jpeg, {});
  EXPECT_NE(turbo.pixels, ijg.pixels)
      << "IJG 9 upsamples chroma in the DCT, turbo with a triangle filter";
  std::vector<std::thread> threads;
  for (int t = 0; t < 2; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(DecodeWhole(*all[0], jpeg, {}).pixels, turbo.pixels);
        EXPECT_EQ(DecodeWhole(*all[1], jpeg, {}).pixels, ijg.pixels);
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace dareblopy::jpeg
