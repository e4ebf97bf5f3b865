// The filters in plain C++: the reference for the others, which also use them.
#pragma once

#include <cstdlib>

#include "core/png/filter.h"

namespace dareblopy::png::portable {

inline int PaethOf(int a, int b, int c) {
  const int pa = std::abs(b - c);
  const int pb = std::abs(a - c);
  const int pc = std::abs(a + b - 2 * c);
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}

void Row(Filter filter, size_t step, uint8_t* row, const uint8_t* above, size_t size);

extern const FilterKernels kKernels;

}  // namespace dareblopy::png::portable
