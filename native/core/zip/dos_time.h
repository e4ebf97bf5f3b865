// MS-DOS dates, which are local time: what an archive says to readers that know no better.
#pragma once

#include <cstdint>
#include <vector>

namespace dareblopy::zip {

/// What clocks show, as a table: from `begins[i]` on (seconds since 1970, ascending) they are
/// `offsets[i]` seconds ahead of UTC. The caller gives it, so that dates are the same whoever
/// reckons them, and wherever the system knows no time zones.
struct LocalTime {
  std::vector<int64_t> begins;
  std::vector<int32_t> offsets;

  /// Seconds ahead of UTC; before the first beginning as from it on.
  int32_t OffsetAt(int64_t unix_seconds) const;
};

/// Date (high half) and time, two seconds fine; years from 1980 to 2107 (APPNOTE 4.4.6).
uint32_t ToDosTime(int64_t unix_seconds, const LocalTime& local);

}  // namespace dareblopy::zip
