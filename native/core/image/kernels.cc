#include "core/image/kernels.h"

#include <vector>

#include "core/base/cpu.h"
#include "core/image/kernels_portable.h"

namespace dareblopy {

#if defined(__x86_64__)
namespace avx2 {
extern const ImageKernels kKernels;
}
#elif defined(__aarch64__)
namespace neon {
extern const ImageKernels kKernels;
}
#endif

std::span<const ImageKernels* const> AllKernels() {
  static const std::vector<const ImageKernels*> all = [] {
    std::vector<const ImageKernels*> found{&portable::kKernels};
#if defined(__x86_64__)
    if (Cpu().avx2) found.push_back(&avx2::kKernels);
#elif defined(__aarch64__)
    if (Cpu().neon) found.push_back(&neon::kKernels);
#endif
    return found;
  }();
  return all;
}

const ImageKernels& Kernels() {
  static const ImageKernels& best = *AllKernels().back();
  return best;
}

}  // namespace dareblopy
