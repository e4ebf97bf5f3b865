#include "core/image/kernels.h"

#include <vector>

#include "core/base/cpu.h"
#include "core/image/kernels_portable.h"
#if defined(__x86_64__)
#include "core/image/kernels_x86.h"
#endif

namespace dareblopy {

#if defined(__x86_64__)
/// AVX2's, with the one that gains by more.
static const ImageKernels& Avx512Kernels() {
  static const ImageKernels kernels = [] {
    ImageKernels table = avx2::kKernels;
    table.name = "avx512";
    table.bytes_to_planes = avx512::BytesToPlanes;
    return table;
  }();
  return kernels;
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
    if (Cpu().avx512 && Cpu().vbmi) found.push_back(&Avx512Kernels());
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
