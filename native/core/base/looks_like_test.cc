#include "core/base/looks_like.h"

#include <gtest/gtest.h>

#include <string>

namespace dareblopy {
namespace {

std::string_view Look(const std::string& head) {
  return LooksLike({reinterpret_cast<const uint8_t*>(head.data()), head.size()});
}

TEST(LooksLike, TellsFormatsByTheirMagic) {
  EXPECT_EQ(Look("PK\x03\x04 and so on"), "a ZIP archive");
  EXPECT_EQ(Look("\x1f\x8b\x08 and so on"), "GZIP");
  EXPECT_EQ(Look("\xff\xd8\xff\xe0 and so on"), "a JPEG");
  EXPECT_EQ(Look(std::string(257, '\0') + "ustar  "), "a tar archive");
  EXPECT_EQ(Look("%PDF-1.7"), "a PDF");
}

TEST(LooksLike, TellsText) {
  EXPECT_EQ(Look("id,label\n1,cat\n"), "text");
  EXPECT_EQ(Look("version https://git-lfs.github.com/spec/v1\noid"),
            "a Git LFS pointer: the file itself was not downloaded");
  const std::string cut = std::string("M\xc3\xbcnchen und K\xc3\xb6ln").substr(0, 15);
  EXPECT_EQ(cut.back(), '\xc3');
  EXPECT_EQ(Look(cut), "text");
}

TEST(LooksLike, IsSilentAboutTheRest) {
  EXPECT_EQ(Look(""), "");
  EXPECT_EQ(Look("abc"), "");
  EXPECT_EQ(Look(std::string(300, '\0')), "");
  EXPECT_EQ(Look("text with a \x01 byte in it"), "");
  EXPECT_EQ(Look("not UTF-8: \xff\xfe\xfd\xfc\xfb"), "");
}

}  // namespace
}  // namespace dareblopy
