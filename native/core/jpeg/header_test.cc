#include "core/jpeg/header.h"

#include <gtest/gtest.h>

#include "core/image/exif.h"
#include "core/jpeg/test_images.h"

namespace dareblopy::jpeg {
namespace {

/// Inserts a segment after SOI.
std::vector<uint8_t> WithSegment(std::vector<uint8_t> jpeg, uint8_t marker,
                                 const std::string& body) {
  const size_t length = body.size() + 2;
  std::vector<uint8_t> segment = {0xFF, marker, static_cast<uint8_t>(length >> 8),
                                  static_cast<uint8_t>(length)};
  segment.insert(segment.end(), body.begin(), body.end());
  jpeg.insert(jpeg.begin() + 2, segment.begin(), segment.end());
  return jpeg;
}

/// "II" or "MM" TIFF with the orientation as its only entry.
std::string Tiff(bool big, uint8_t orientation) {
  std::string tiff =
      big ? std::string("MM\0*\0\0\0\x08\0\x01", 10) : std::string("II*\0\x08\0\0\0\x01\0", 10);
  tiff +=
      big ? std::string("\x01\x12\0\x03\0\0\0\x01", 8) : std::string("\x12\x01\x03\0\x01\0\0\0", 8);
  const char value = static_cast<char>(orientation);
  tiff += big ? std::string{'\0', value, '\0', '\0'} : std::string{value, '\0', '\0', '\0'};
  return tiff + std::string(4, '\0');
}

TEST(HeaderTest, ReadsTheFrame) {
  const auto header =
      ReadHeader(TestJpeg({300, 200}, PixelFormat::rgb, {.subsampling = ChromaSubsampling::s422}));
  ASSERT_TRUE(header.ok());
  EXPECT_EQ(header.value().width, 300u);
  EXPECT_EQ(header.value().height, 200u);
  EXPECT_EQ(header.value().component_count, 3);
  EXPECT_EQ(header.value().color_space, ColorSpace::ycbcr);
  EXPECT_EQ(header.value().components[0].h, 2);
  EXPECT_EQ(header.value().components[0].v, 1);
  EXPECT_EQ(header.value().components[1].h, 1);
  EXPECT_TRUE(header.value().jfif);
  EXPECT_EQ(header.value().process, Process::baseline);
}

TEST(HeaderTest, ReadsTheOrientationOfEitherByteOrder) {
  for (bool big : {false, true}) {
    for (uint8_t orientation = 1; orientation <= 8; ++orientation) {
      const std::string body = std::string("Exif\0\0", 6) + Tiff(big, orientation);
      const auto header = ReadHeader(WithSegment(TestJpeg({8, 8}), 0xE1, body));
      ASSERT_TRUE(header.ok());
      EXPECT_EQ(header.value().orientation, orientation);
      EXPECT_EQ(header.value().exif.size, body.size() - 6);
    }
  }
}

TEST(HeaderTest, ReadsAnOrientationOfAnyIntegerType) {
  for (const char type : {1, 3, 4, 6, 8, 9}) {
    std::string tiff = Tiff(false, 6);  // little-endian: the value begins alike in every width
    tiff[12] = type;
    const Bytes bytes(reinterpret_cast<const uint8_t*>(tiff.data()), tiff.size());
    EXPECT_EQ(ExifOrientation(bytes), 6) << int{type};
  }
  std::string big = Tiff(true, 6);
  big.replace(12, 10, std::string("\0\x04\0\0\0\x01\0\0\0\x06", 10));
  const Bytes bytes(reinterpret_cast<const uint8_t*>(big.data()), big.size());
  EXPECT_EQ(ExifOrientation(bytes), 6);
  for (const char type : {0, 2, 5, 7, 10, 12}) {  // text, fractions, floats
    std::string tiff = Tiff(false, 6);
    tiff[12] = type;
    EXPECT_EQ(ExifOrientation({reinterpret_cast<const uint8_t*>(tiff.data()), tiff.size()}), 1);
  }
  std::string two = Tiff(false, 6);
  two[12] = 4;
  two[14] = 2;  // two LONGs do not fit: this is where they lie
  EXPECT_EQ(ExifOrientation({reinterpret_cast<const uint8_t*>(two.data()), two.size()}), 1);
}

TEST(HeaderTest, BrokenExifIsUpright) {
  const std::string tiff = Tiff(false, 6);
  for (size_t size = 0; size < tiff.size(); ++size) {
    std::string part = tiff.substr(0, size);
    const Bytes bytes(reinterpret_cast<const uint8_t*>(part.data()), part.size());
    EXPECT_EQ(ExifOrientation(bytes), size >= 22 ? 6 : 1) << size;
  }
  for (size_t i = 0; i < 10; ++i) {
    std::string damaged = tiff;
    damaged[i] = static_cast<char>(0xFF);
    const Bytes bytes(reinterpret_cast<const uint8_t*>(damaged.data()), damaged.size());
    EXPECT_LE(ExifOrientation(bytes), 8);
  }
}

TEST(HeaderTest, EveryTruncationAsksForMore) {
  const auto jpeg = TestJpeg({20, 20});
  const auto whole = ReadHeader(jpeg);
  ASSERT_TRUE(whole.ok());
  for (size_t size = 2; size < whole.value().size; ++size) {
    const auto header = ReadHeader(Bytes(jpeg).first(size));
    ASSERT_FALSE(header.ok()) << size;
    EXPECT_EQ(header.error().code, ErrorCode::JPEG_TRUNCATED);
  }
  EXPECT_TRUE(ReadHeader(Bytes(jpeg).first(whole.value().size)).ok());
}

TEST(HeaderTest, JoinsIccPiecesInTheirOrder) {
  const auto piece = [](char number, char count, char fill) {
    return std::string("ICC_PROFILE\0", 12) + number + count + std::string(5, fill);
  };
  // Each goes in right after SOI, so the last one inserted comes first.
  auto jpeg = WithSegment(TestJpeg({8, 8}), 0xE2, piece(1, 2, 'a'));
  EXPECT_TRUE(ReadHeader(jpeg).value().icc.empty()) << "one of two pieces";
  jpeg = WithSegment(jpeg, 0xE2, piece(2, 2, 'b'));
  const auto header = ReadHeader(jpeg);
  ASSERT_EQ(header.value().icc.size(), 2u);
  EXPECT_EQ(jpeg[header.value().icc[0].offset], 'a');
  EXPECT_EQ(jpeg[header.value().icc[1].offset], 'b');
}

TEST(HeaderTest, RefusesWhatIsNoJpeg) {
  EXPECT_EQ(ReadHeader({}).error().code, ErrorCode::JPEG_NOT_A_JPEG);
  const uint8_t png[] = {0x89, 'P', 'N', 'G'};
  EXPECT_EQ(ReadHeader(png).error().code, ErrorCode::JPEG_NOT_A_JPEG);
  const uint8_t empty[] = {0xFF, 0xD8, 0xFF, 0xD9};
  EXPECT_EQ(ReadHeader(empty).error().code, ErrorCode::JPEG_CORRUPT);
}

}  // namespace
}  // namespace dareblopy::jpeg
