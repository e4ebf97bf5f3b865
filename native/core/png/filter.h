// Undoing the filters of rows (PNG, section 9), the last step before there are samples.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace dareblopy::png {

enum Filter : uint8_t { kNone = 0, kSub = 1, kUp = 2, kAverage = 3, kPaeth = 4 };

/// One table a CPU family; all give the same bytes.
struct FilterKernels {
  const char* name;
  /// Undoes `filter` of one row in place. `above` is the row before, undone; both have room for 16
  /// bytes beyond their end.
  void (*row)(Filter filter, size_t step, uint8_t* row, const uint8_t* above, size_t size);
  /// Two rows at once, the second one pixel behind the first: what each pixel waits for, the other
  /// row fills. Null where one by one is as good.
  void (*pair)(Filter first, Filter second, size_t step, uint8_t* rows, size_t stride,
               const uint8_t* above, size_t size);
};

const FilterKernels& Filters();
/// Every variant that runs on this CPU, portable first: for tests.
std::span<const FilterKernels* const> AllFilters();

/// Undoes rows [first, end) of `rows`, each `size` bytes behind its filter byte; those before
/// `first` are undone. A filter byte that is none: the row's number is answered; else `end`.
size_t UndoFilters(const FilterKernels& kernels, uint8_t* rows, size_t size, size_t step,
                   size_t first, size_t end, const uint8_t* zeros);

}  // namespace dareblopy::png
