#include "core/base/utf8.h"

#include <gtest/gtest.h>

namespace dareblopy {
namespace {

bool Valid(std::string_view text) {
  return IsUtf8({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

TEST(Utf8, TellsWellFormedTextFromOther) {
  EXPECT_TRUE(Valid(""));
  EXPECT_TRUE(Valid("plain ascii that is longer than eight bytes"));
  EXPECT_TRUE(Valid("long enough \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 mixed"));
  EXPECT_FALSE(Valid("\xC0\xAF"));          // overlong
  EXPECT_FALSE(Valid("\xED\xA0\x80"));      // surrogate
  EXPECT_FALSE(Valid("\xF4\x90\x80\x80"));  // above 10FFFF
  EXPECT_FALSE(Valid("12345678\xE2\x82"));  // cut off
  EXPECT_FALSE(Valid("\x80"));
}

TEST(Utf8, CodePointsGoBothWays) {
  for (const char32_t code_point : {U'a', U'\x7FF', U'\x800', U'\xFFFD', U'\x10FFFF'}) {
    std::string text;
    AppendUtf8(code_point, text);
    std::string_view view = text;
    EXPECT_EQ(TakeCodePoint(view), code_point);
    EXPECT_TRUE(view.empty());
  }
}

}  // namespace
}  // namespace dareblopy
