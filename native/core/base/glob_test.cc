#include "core/base/glob.h"

#include <gtest/gtest.h>

namespace dareblopy {
namespace {

bool Matches(std::string_view pattern, std::string_view name) {
  return Glob::Parse(pattern)->Matches(name);
}

TEST(Glob, AStarStaysInItsPart) {
  EXPECT_TRUE(Matches("*.jpg", "a.jpg"));
  EXPECT_FALSE(Matches("*.jpg", "train/a.jpg"));
  EXPECT_TRUE(Matches("train/*/*.jpg", "train/cats/a.b.jpg"));
  EXPECT_FALSE(Matches("train/*.jpg", "train/cats/a.jpg"));
  EXPECT_TRUE(Matches("a*b*c", "axxbyyc"));
  EXPECT_FALSE(Matches("a*b*c", "axxbyy"));
}

TEST(Glob, TwoStarsAreAnyNumberOfParts) {
  EXPECT_TRUE(Matches("**/*.jpg", "a.jpg"));
  EXPECT_TRUE(Matches("**/*.jpg", "x/y/a.jpg"));
  EXPECT_TRUE(Matches("train/**/*.jpg", "train/a.jpg"));
  EXPECT_TRUE(Matches("train/**/*.jpg", "train/cats/tabby/a.jpg"));
  EXPECT_FALSE(Matches("train/**/*.jpg", "test/a.jpg"));
  EXPECT_TRUE(Matches("**/cats/**/a*", "x/cats/y/cats/z/abc"));
  EXPECT_TRUE(Matches("a/**", "a/b/c"));
  EXPECT_TRUE(Matches("**", "anything/at/all"));
  EXPECT_FALSE(Matches("x**/a", "xy/z/a"));  // not a whole part: as one star
}

TEST(Glob, SetsAlternativesAndEscapes) {
  EXPECT_TRUE(Matches("[0-9]?.{jpg,jpe{g,}}", "12.jpeg"));
  EXPECT_TRUE(Matches("[0-9]?.{jpg,jpe{g,}}", "12.jpe"));
  EXPECT_FALSE(Matches("[!0-9].jpg", "1.jpg"));
  EXPECT_TRUE(Matches("[]x].a", "].a"));
  EXPECT_FALSE(Matches("a?b", "a/b"));
  EXPECT_FALSE(Matches("a[!x]b", "a/b"));
  EXPECT_TRUE(Matches("\\*[", "*["));
  EXPECT_TRUE(Matches("{a", "{a"));
  EXPECT_TRUE(Matches("", ""));
  EXPECT_FALSE(Matches("", "a"));
}

TEST(Glob, ACharacterIsACodePoint) {
  EXPECT_TRUE(Matches("?.jpg", "\xC3\xA9.jpg"));
  EXPECT_TRUE(Matches("[\xC3\xA0-\xC3\xBF]", "\xC3\xA9"));
}

TEST(Glob, HostilePatternsEndSoon) {
  std::string pattern, name(200, 'a');
  for (int i = 0; i < 100; ++i) pattern += "*a";
  EXPECT_FALSE(Matches(pattern + "b", name));
  std::string braces;
  for (int i = 0; i < 20; ++i) braces += "{a,b}";
  EXPECT_FALSE(Glob::Parse(braces).has_value());
}

}  // namespace
}  // namespace dareblopy
