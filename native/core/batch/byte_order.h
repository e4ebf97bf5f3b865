#pragma once

#include <cstddef>

#include "core/base/bytes.h"

namespace dareblopy {

/// Reverses the bytes of each element of `element_size` (1, 2, 4 or 8) in place.
void SwapByteOrder(MutableBytes data, size_t element_size);

}  // namespace dareblopy
