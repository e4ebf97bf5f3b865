#pragma once

#include <cstddef>

namespace dareblopy {

/// Blocks from this size on are worth huge pages.
inline constexpr size_t kHugePageBytes = size_t{2} << 20;

/// Asks the system to back [data, data + size) with huge pages where it is not backed yet: a first
/// touch then costs one fault for 2 MiB instead of 512, which for a batch is more than decoding
/// into it. Only advice: does nothing where the system has none to give, or the block is small.
void AdviseHugePages(void* data, size_t size);

}  // namespace dareblopy
