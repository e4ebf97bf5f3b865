// Memory at addresses that are a multiple of a power of two: each system has its own calls.
#pragma once

#include <cstddef>

namespace dareblopy {

/// `size` uninitialised bytes, a multiple of `alignment`; nullptr where there are none to give.
void* AllocateAligned(size_t alignment, size_t size);
/// Gives them back; nullptr is fine. `std::free` would not do on every system.
void FreeAligned(void* data);

}  // namespace dareblopy
