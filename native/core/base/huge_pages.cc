#include "core/base/huge_pages.h"

#include <cstdint>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace dareblopy {

void AdviseHugePages(void* data, size_t size) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  if (size < 2 * kHugePageBytes) return;
  // madvise wants whole pages, and only whole huge pages can become one.
  auto* const block = static_cast<char*>(data);
  const uintptr_t address = reinterpret_cast<uintptr_t>(data);
  const size_t before = -address & (kHugePageBytes - 1);
  const size_t after = (address + size) & (kHugePageBytes - 1);
  if (before + after < size) madvise(block + before, size - before - after, MADV_HUGEPAGE);
#else
  static_cast<void>(data);
  static_cast<void>(size);
#endif
}

}  // namespace dareblopy
