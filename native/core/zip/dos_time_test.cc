#include "core/zip/dos_time.h"

#include <gtest/gtest.h>

namespace dareblopy::zip {
namespace {

constexpr uint32_t Dos(int year, int month, int day, int hour, int minute, int second) {
  return static_cast<uint32_t>((year - 1980) << 9 | month << 5 | day) << 16 |
         static_cast<uint32_t>(hour << 11 | minute << 5 | second >> 1);
}

// Berlin around the last Sunday of March 2024, 01:00 UTC.
const LocalTime kSpring{{0, 1'711'846'800}, {3600, 7200}};

TEST(DosTime, IsLocal) {
  EXPECT_EQ(ToDosTime(1'711'846'799, kSpring), Dos(2024, 3, 31, 1, 59, 59));
  EXPECT_EQ(ToDosTime(1'711'846'800, kSpring), Dos(2024, 3, 31, 3, 0, 0));
  EXPECT_EQ(ToDosTime(1'711'846'800, {}), Dos(2024, 3, 31, 1, 0, 0));
  EXPECT_EQ(ToDosTime(1'709'164'800, {{0}, {-3600}}), Dos(2024, 2, 28, 23, 0, 0));
}

TEST(DosTime, KeepsToTheYearsItHas) {
  EXPECT_EQ(ToDosTime(-1, {}), Dos(1980, 12, 31, 23, 59, 59));
  EXPECT_EQ(ToDosTime(0, {}), Dos(1980, 1, 1, 0, 0, 0));
  EXPECT_EQ(ToDosTime(4'354'819'199, {}), Dos(2107, 12, 31, 23, 59, 59));
  EXPECT_EQ(ToDosTime(4'354'819'200, {}), Dos(2107, 1, 1, 0, 0, 0));
}

TEST(DosTime, GoesByTheFirstOffsetBeforeIt) {
  EXPECT_EQ(kSpring.OffsetAt(-1), 3600);
  EXPECT_EQ(LocalTime{}.OffsetAt(5), 0);
}

}  // namespace
}  // namespace dareblopy::zip
