#include "core/zip/dos_time.h"

#include <algorithm>
#include <chrono>

namespace dareblopy::zip {

int32_t LocalTime::OffsetAt(int64_t unix_seconds) const {
  if (offsets.empty()) return 0;
  const auto after = std::ranges::upper_bound(begins, unix_seconds);
  const auto index = std::max<std::ptrdiff_t>(after - begins.begin() - 1, 0);
  return offsets[static_cast<size_t>(index)];
}

uint32_t ToDosTime(int64_t unix_seconds, const LocalTime& local) {
  using namespace std::chrono;
  const sys_seconds time{seconds{unix_seconds + local.OffsetAt(unix_seconds)}};
  const sys_days day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  const int year = std::clamp(static_cast<int>(date.year()), 1980, 2107);
  const uint32_t high = static_cast<uint32_t>(year - 1980) << 9 |
                        static_cast<unsigned>(date.month()) << 5 |
                        static_cast<unsigned>(date.day());
  const auto low = static_cast<uint32_t>(
      clock.hours().count() << 11 | clock.minutes().count() << 5 | clock.seconds().count() >> 1);
  return high << 16 | low;
}

}  // namespace dareblopy::zip
