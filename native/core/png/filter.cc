#include "core/png/filter.h"

#include <algorithm>
#include <vector>

#include "core/base/cpu.h"
#include "core/png/filter_portable.h"

namespace dareblopy::png {

#if defined(__x86_64__) || defined(__aarch64__)
namespace vectors {
extern const FilterKernels kKernels;
}
#endif

namespace portable {

namespace {

template <size_t kStep>
void Steps(Filter filter, uint8_t* row, const uint8_t* above, size_t size) {
  const size_t head = std::min(kStep, size);
  switch (filter) {
    case kSub:
      for (size_t i = kStep; i < size; ++i) row[i] = static_cast<uint8_t>(row[i] + row[i - kStep]);
      return;
    case kAverage:
      for (size_t i = 0; i < head; ++i) row[i] = static_cast<uint8_t>(row[i] + above[i] / 2);
      for (size_t i = kStep; i < size; ++i) {
        row[i] = static_cast<uint8_t>(row[i] + (row[i - kStep] + above[i]) / 2);
      }
      return;
    default:
      for (size_t i = 0; i < head; ++i) row[i] = static_cast<uint8_t>(row[i] + above[i]);
      for (size_t i = kStep; i < size; ++i) {
        const int predicted = PaethOf(row[i - kStep], above[i], above[i - kStep]);
        row[i] = static_cast<uint8_t>(row[i] + predicted);
      }
  }
}

}  // namespace

void Row(Filter filter, size_t step, uint8_t* row, const uint8_t* above, size_t size) {
  if (filter == kNone) return;
  if (filter == kUp) {
    for (size_t i = 0; i < size; ++i) row[i] = static_cast<uint8_t>(row[i] + above[i]);
    return;
  }
  switch (step) {
    case 1:
      return Steps<1>(filter, row, above, size);
    case 2:
      return Steps<2>(filter, row, above, size);
    case 3:
      return Steps<3>(filter, row, above, size);
    case 4:
      return Steps<4>(filter, row, above, size);
    case 6:
      return Steps<6>(filter, row, above, size);
    default:
      return Steps<8>(filter, row, above, size);
  }
}

const FilterKernels kKernels = {"portable", Row, nullptr};

}  // namespace portable

std::span<const FilterKernels* const> AllFilters() {
  static const std::vector<const FilterKernels*> all = [] {
    std::vector<const FilterKernels*> found{&portable::kKernels};
#if defined(__x86_64__)
    if (Cpu().sse42) found.push_back(&vectors::kKernels);
#elif defined(__aarch64__)
    if (Cpu().neon) found.push_back(&vectors::kKernels);
#endif
    return found;
  }();
  return all;
}

const FilterKernels& Filters() {
  static const FilterKernels& best = *AllFilters().back();
  return best;
}

size_t UndoFilters(const FilterKernels& kernels, uint8_t* rows, size_t size, size_t step,
                   size_t first, size_t end, const uint8_t* zeros) {
  const size_t stride = size + 1;
  const auto waits = [](uint8_t filter) {  // for the pixel before
    return filter == kSub || filter == kAverage || filter == kPaeth;
  };
  for (size_t y = first; y < end; ++y) {
    uint8_t* row = rows + y * stride;
    const uint8_t* above = y == 0 ? zeros : row - stride + 1;
    if (row[0] > kPaeth) return y;
    const bool two = kernels.pair != nullptr && (step == 3 || step == 4) && y + 1 < end &&
                     waits(row[0]) && waits(row[stride]);
    if (two) {
      kernels.pair(static_cast<Filter>(row[0]), static_cast<Filter>(row[stride]), step, row + 1,
                   stride, above, size);
      ++y;
      continue;
    }
    kernels.row(static_cast<Filter>(row[0]), step, row + 1, above, size);
  }
  return end;
}

}  // namespace dareblopy::png
