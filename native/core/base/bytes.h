// Spans of raw memory. Who owns the memory is said where a span is passed.
#pragma once

#include <cstdint>
#include <span>

namespace dareblopy {

using Bytes = std::span<const uint8_t>;
using MutableBytes = std::span<uint8_t>;

}  // namespace dareblopy
