#include "core/base/aligned_memory.h"

#include <malloc.h>

namespace dareblopy {

void* AllocateAligned(size_t alignment, size_t size) { return _aligned_malloc(size, alignment); }

void FreeAligned(void* data) { _aligned_free(data); }

}  // namespace dareblopy
