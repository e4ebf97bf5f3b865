#include "core/png/png_codec.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/base/endian.h"
#include "core/image/row_decoder.h"
#include "core/image/whole_image.h"
#include "core/jpeg/jpeg_codec.h"
#include "core/jpeg/test_images.h"
#include "core/png/encode.h"

namespace dareblopy::png {
namespace {

using Bytestring = std::vector<uint8_t>;

Bytestring ReadTestFile(const std::string& name) {
  std::ifstream in(std::filesystem::path(DAREBLOPY_TESTDATA) / "png" / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Bytestring Encode(const Bytestring& pixels, const PixelArray& array,
                  const EncodeOptions& options = {}) {
  Buffer out;
  const Status status = EncodePng(pixels.data(), array, options, out);
  EXPECT_TRUE(status.ok()) << status.error().message;
  return {out.data(), out.data() + out.size()};
}

struct Decoded {
  Status status;
  Bytestring pixels;
  std::vector<Warning> warnings;
};

Decoded Decode(Bytes file, const CodecOptions& options = {}) {
  const PngCodec codec(options);
  WholeImage image(
      codec, {.format = options.format, .dtype = options.wide ? DType::uint16 : DType::uint8});
  Decoded result;
  if (auto size = image.Open(file); !size.ok()) {
    result.status = std::move(size.error());
    return result;
  }
  result.pixels.resize(image.ByteSize());
  result.status = image.Decode(result.pixels.data());
  result.warnings = image.warnings();
  return result;
}

ErrorCode CodeOf(Bytes file, const CodecOptions& options = {}) {
  const Decoded decoded = Decode(file, options);
  EXPECT_FALSE(decoded.status.ok());
  return decoded.status.ok() ? ErrorCode::ABORTED : decoded.status.error().code;
}

TEST(PngCodecTest, GivesBackWhatWasEncoded) {
  for (uint32_t channels : {1u, 3u, 4u}) {
    for (int level : {0, 1, 6, 12}) {
      const ImageSize size{37, 23};
      const Bytestring pixels = jpeg::TestPixels(size, channels);
      const PixelFormat format = channels == 1   ? PixelFormat::gray
                                 : channels == 3 ? PixelFormat::rgb
                                                 : PixelFormat::rgba;
      const auto file = Encode(pixels, {.size = size, .channels = channels}, {.level = level});
      EXPECT_EQ(Decode(file, {.format = format, .alpha = {Alpha::keep}}).pixels, pixels);
    }
  }
}

TEST(PngCodecTest, KeepsSixteenBitsInTheMachinesOrder) {
  std::vector<uint16_t> values(5 * 4 * 3);
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<uint16_t>(i * 1091);
  const auto* bytes = reinterpret_cast<const uint8_t*>(values.data());
  const Bytestring pixels(bytes, bytes + values.size() * 2);
  const auto file = Encode(pixels, {.size = {5, 4}, .channels = 3, .sample_bytes = 2});
  EXPECT_EQ(Decode(file, {.wide = true}).pixels, pixels);
  const auto upper = Decode(file).pixels;
  for (size_t i = 0; i < values.size(); ++i) EXPECT_EQ(upper[i], values[i] >> 8);
}

/// The same pixels through the same kernels: whatever is asked for, to the bit.
TEST(PngCodecTest, GivesTheRowsOfAJpegOfTheSamePixels) {
  const auto jpeg_file = jpeg::TestJpeg({97, 75});
  const auto jpeg_codec = std::make_shared<jpeg::JpegCodec>(jpeg::CodecOptions{});
  WholeImage whole(*jpeg_codec, {});
  ASSERT_TRUE(whole.Open(jpeg_file).ok());
  Bytestring pixels(whole.ByteSize());
  ASSERT_TRUE(whole.Decode(pixels.data()).ok());
  const auto png_file = Encode(pixels, {.size = {97, 75}});
  const auto png_codec = std::make_shared<PngCodec>(CodecOptions{});
  for (Fit fit : {Fit::cover, Fit::stretch, Fit::pad, Fit::none}) {
    for (DType dtype : {DType::uint8, DType::float16, DType::float32}) {
      for (Layout layout : {Layout::hwc, Layout::chw}) {
        RowOptions options{.layout = layout, .exact = true, .dtype = dtype};
        options.geometry = {.size = {40, 48}, .fit = fit, .crop = Crop::random};
        options.geometry.flip_horizontal = 0.5;
        options.jitter.brightness = {0.5, 1.5};
        const auto row = [&](const std::shared_ptr<const ImageCodec>& codec, Bytes file) {
          const RowDecoder decoder(codec, options);
          Bytestring out(decoder.columns()[0].row_bytes);
          uint8_t* column = out.data();
          EXPECT_TRUE(decoder.DecodeRow(file, {.key = 5, .columns = {&column, 1}}).ok());
          return out;
        };
        EXPECT_EQ(row(jpeg_codec, jpeg_file), row(png_codec, png_file));
      }
    }
  }
}

class PngDamageTest : public testing::TestWithParam<const char*> {
 protected:
  CodecOptions options_{.format = PixelFormat::rgba, .alpha = {Alpha::keep}};
};

TEST_P(PngDamageTest, RefusesEveryTruncationOfTheImage) {
  const auto file = ReadTestFile(GetParam());
  const auto whole = Decode(file, options_);
  ASSERT_TRUE(whole.status.ok());
  for (size_t size = 0; size < file.size(); ++size) {
    const Bytestring part(file.begin(), file.begin() + static_cast<ptrdiff_t>(size));
    const auto decoded = Decode(part, options_);
    if (decoded.status.ok()) {  // only IEND, of 12 bytes, may be missing
      EXPECT_GE(size, file.size() - 12);
      EXPECT_EQ(decoded.pixels, whole.pixels);
      EXPECT_FALSE(decoded.warnings.empty());
    } else if (size > 0) {
      EXPECT_EQ(decoded.status.error().code, ErrorCode::PNG_TRUNCATED) << size;
    }
    CodecOptions all = options_;
    all.damage = Damage::refuse_all;
    EXPECT_FALSE(Decode(part, all).status.ok());
    all.damage = Damage::survive;
    all.max_pixels = 1 << 16;
    Decode(part, all);
  }
}

TEST_P(PngDamageTest, NeverGivesOtherPixelsForAFlippedBit) {
  const auto file = ReadTestFile(GetParam());
  const auto whole = Decode(file, options_);
  for (size_t i = 0; i < file.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      Bytestring flipped = file;
      flipped[i] = static_cast<uint8_t>(flipped[i] ^ 1 << bit);
      const auto decoded = Decode(flipped, options_);
      if (decoded.status.ok()) {
        EXPECT_EQ(decoded.pixels, whole.pixels) << i << " " << bit;
      }
      CodecOptions survive = options_;
      survive.damage = Damage::survive;
      survive.max_pixels = 1 << 16;
      Decode(flipped, survive);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Files, PngDamageTest,
                         testing::Values("adam7-5x3.png", "odd-palette1.png", "odd-gray4.png",
                                         "gray1.png", "adam7-1x1.png"));

/// Sets the CRCs anew, so that what is behind them is looked at.
Bytestring Mended(Bytestring file) {
  for (size_t at = 8; at + 12 <= file.size();) {
    const size_t length = LoadBe32(file.data() + at);
    if (length > file.size() - at - 12) break;
    const auto crc =
        static_cast<uint32_t>(crc32(0, file.data() + at + 4, static_cast<uInt>(length + 4)));
    StoreLe<uint32_t>(file.data() + at + 8 + length, __builtin_bswap32(crc));
    at += length + 12;
  }
  return file;
}

TEST(PngCodecTest, SurvivesFlipsBehindMendedChecksums) {
  const auto file = ReadTestFile("palette2-alpha.png");
  for (size_t i = 8; i < file.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      Bytestring flipped = file;
      flipped[i] = static_cast<uint8_t>(flipped[i] ^ 1 << bit);
      Decode(Mended(flipped), {.max_pixels = 1 << 20});
      Decode(Mended(flipped), {.damage = Damage::survive, .max_pixels = 1 << 16});
    }
  }
}

TEST(PngCodecTest, TakesNoMemoryForWhatTheFileCannotHold) {
  auto file = ReadTestFile("rgb8.png");
  StoreLe<uint32_t>(file.data() + 16, __builtin_bswap32(16000));
  StoreLe<uint32_t>(file.data() + 20, __builtin_bswap32(16000));
  EXPECT_EQ(CodeOf(Mended(file)), ErrorCode::PNG_TRUNCATED);
  EXPECT_EQ(CodeOf(Mended(file), {.max_pixels = 1000}), ErrorCode::LIMIT_EXCEEDED);
}

TEST(PngCodecTest, RefusesWhatContradictsItself) {
  const auto changed = [](size_t at, uint8_t value) {
    auto file = ReadTestFile("rgb8.png");
    file[at] = value;
    return Mended(file);
  };
  EXPECT_EQ(CodeOf(changed(24, 4)), ErrorCode::PNG_CORRUPT);  // a depth that RGB has not
  EXPECT_EQ(CodeOf(changed(25, 5)), ErrorCode::PNG_CORRUPT);  // a colour type that is none
  EXPECT_EQ(CodeOf(changed(25, 3)), ErrorCode::PNG_CORRUPT);  // indices without a palette
  EXPECT_EQ(CodeOf(changed(26, 1)), ErrorCode::PNG_UNSUPPORTED);
  EXPECT_EQ(CodeOf(changed(12, 'i')), ErrorCode::PNG_CORRUPT);   // no IHDR
  EXPECT_EQ(CodeOf(changed(19, 0)), ErrorCode::PNG_CORRUPT);     // no width
  EXPECT_EQ(CodeOf(changed(19, 34)), ErrorCode::PNG_TRUNCATED);  // wider than there is data
  EXPECT_EQ(CodeOf(Bytestring{1, 2, 3}), ErrorCode::PNG_NOT_A_PNG);
  EXPECT_EQ(CodeOf(Bytestring{}), ErrorCode::PNG_NOT_A_PNG);
  auto crc = ReadTestFile("rgb8.png");
  crc[29] ^= 1;
  EXPECT_EQ(CodeOf(crc), ErrorCode::PNG_CRC_MISMATCH);
  EXPECT_EQ(CodeOf(ReadTestFile("rgb8.png"), {.format = PixelFormat::cmyk}),
            ErrorCode::PNG_UNSUPPORTED);
}

TEST(PngCodecTest, GivesWhatIsThereOfATruncatedImageWhenAsked) {
  const ImageSize size{64, 64};
  const auto pixels = jpeg::TestPixels(size, 3);
  auto file = Encode(pixels, {.size = size});
  file.resize(file.size() / 2);
  const auto decoded = Decode(file, {.damage = Damage::survive});
  ASSERT_TRUE(decoded.status.ok());
  EXPECT_FALSE(decoded.warnings.empty());
  EXPECT_TRUE(std::equal(pixels.begin(), pixels.begin() + 64 * 3 * 16, decoded.pixels.begin()));
  EXPECT_EQ(decoded.pixels.back(), 0);
}

TEST(PngCodecTest, PassesOverBytesBehindTheImage) {
  auto file = ReadTestFile("rgb8.png");
  const auto whole = Decode(file).pixels;
  file.push_back('x');
  const auto decoded = Decode(file);
  EXPECT_EQ(decoded.pixels, whole);
  EXPECT_EQ(decoded.warnings.size(), 1u);
  EXPECT_EQ(CodeOf(file, {.damage = Damage::refuse_all}), ErrorCode::PNG_CORRUPT);
}

TEST(EncodePngTest, RefusesAnIndexWithoutAnEntry) {
  Buffer out;
  const Bytestring pixels{0, 1, 2, 3};
  const auto status = EncodePng(pixels.data(), {.size = {2, 2}, .channels = 1},
                                {.palette = {1, 2, 3, 4, 5, 6}}, out);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, ErrorCode::PNG_UNSUPPORTED);
}

}  // namespace
}  // namespace dareblopy::png
