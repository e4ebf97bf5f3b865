#include "core/checksum/crc32c.h"

#include "core/checksum/crc32c_kernels.h"

namespace dareblopy {

namespace {

constexpr Crc32cKernel kKernels[] = {
#if defined(__x86_64__)
    {"avx512", [](const CpuFeatures& cpu) { return cpu.avx512 && cpu.vpclmul && cpu.sse42; },
     crc32c::ExtendAvx512},
    {"avx2", [](const CpuFeatures& cpu) { return cpu.avx2 && cpu.vpclmul && cpu.sse42; },
     crc32c::ExtendAvx2},
    {"sse42", [](const CpuFeatures& cpu) { return cpu.sse42; }, crc32c::ExtendSse42},
#elif defined(__aarch64__)
    {"arm", [](const CpuFeatures& cpu) { return cpu.arm_crc32; }, crc32c::ExtendArm},
#endif
    {"portable", [](const CpuFeatures&) { return true; }, crc32c::ExtendPortable},
};

const Crc32cKernel& Choose() {
  for (const Crc32cKernel& kernel : kKernels) {
    if (kernel.supported(Cpu())) return kernel;
  }
  __builtin_unreachable();  // the portable one is always supported
}

}  // namespace

std::span<const Crc32cKernel> Crc32cKernels() { return kKernels; }

const Crc32cKernel& Crc32cKernelInUse() {
  static const Crc32cKernel& kernel = Choose();
  return kernel;
}

uint32_t Crc32c(Bytes data, uint32_t crc) {
  return ~Crc32cKernelInUse().extend(~crc, data.data(), data.size());
}

}  // namespace dareblopy
