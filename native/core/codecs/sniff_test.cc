#include "core/codecs/sniff.h"

#include <gtest/gtest.h>

#include <string>

#include "core/codecs/any_codec.h"
#include "core/codecs/picture_info.h"

namespace dareblopy {
namespace {

using std::string_literals::operator""s;

PictureKind KindOf(const std::string& text) {
  return Sniff({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

TEST(SniffTest, TellsFormatsByTheirBeginning) {
  EXPECT_EQ(KindOf("\xFF\xD8\xFF\xE0"), PictureKind::jpeg);
  EXPECT_EQ(KindOf("\x89PNG\r\n\x1A\n"), PictureKind::png);
  EXPECT_EQ(KindOf("RIFF\1\2\3\4WEBPVP8 "), PictureKind::webp);
  EXPECT_EQ(KindOf("GIF89a"), PictureKind::gif);
  EXPECT_EQ(KindOf("BM\1\2\3\4\0\0\0\0"s), PictureKind::bmp);
  EXPECT_EQ(KindOf("II*\0\x08\0\0\0"s), PictureKind::tiff);
  EXPECT_EQ(KindOf("MM\0*\0\0\0\x08"s), PictureKind::tiff);
  EXPECT_EQ(KindOf("\0\0\0\x1C"
                   "ftypavif\0\0\0\0mif1"s),
            PictureKind::avif);
  EXPECT_EQ(KindOf("\0\0\0\x1C"
                   "ftypmif1\0\0\0\0mif1avif"s),
            PictureKind::avif);
  EXPECT_EQ(KindOf("\0\0\0\x18"
                   "ftypheic\0\0\0\0mif1heic"s),
            PictureKind::heic);
  EXPECT_EQ(KindOf("\0\0\0\x18"
                   "ftypisom\0\0\0\0"s),
            PictureKind::unknown);
  EXPECT_EQ(KindOf("\xFF\x0A"), PictureKind::jpeg_xl);
  EXPECT_EQ(KindOf("<?xml version=\"1.0\"?><svg>"), PictureKind::svg);
  for (const char* text : {"", "R", "RIFF", "RIFF\1\2\3\4WAVE", "PK\3\4", "words"}) {
    EXPECT_EQ(KindOf(text), PictureKind::unknown) << text;
  }
}

TEST(AnyCodecTest, NamesTheFormatThatIsNotRead) {
  const AnyCodec codec({}, {});
  const std::string gif = "GIF89a.........";
  const auto opened = codec.Open({reinterpret_cast<const uint8_t*>(gif.data()), gif.size()}, {});
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::IMAGE_FORMAT_UNSUPPORTED);
  EXPECT_EQ(std::get<std::string>(opened.error().actual), "GIF");
  const auto empty = codec.Open({}, {});
  ASSERT_FALSE(empty.ok());
  EXPECT_EQ(empty.error().code, ErrorCode::IMAGE_FORMAT_UNKNOWN);
  EXPECT_EQ(ReadPictureInfo({}).error().code, ErrorCode::IMAGE_FORMAT_UNKNOWN);
}

}  // namespace
}  // namespace dareblopy
