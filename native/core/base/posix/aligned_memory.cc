#include "core/base/aligned_memory.h"

#include <cstdlib>

namespace dareblopy {

void* AllocateAligned(size_t alignment, size_t size) { return std::aligned_alloc(alignment, size); }

void FreeAligned(void* data) { std::free(data); }

}  // namespace dareblopy
