#include "core/base/cpu.h"

#include <cstdlib>
#include <cstring>

#if defined(__x86_64__)
#include <cpuid.h>
#endif
#if defined(__aarch64__) && defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

namespace dareblopy {

#if defined(__x86_64__)
// Not every compiler's __builtin_cpu_supports knows F16C: CPUID leaf 1, ECX bit 29.
static bool HasF16c() {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  return __get_cpuid(1, &eax, &ebx, &ecx, &edx) != 0 && (ecx & bit_F16C) != 0;
}
#endif

static CpuFeatures Detect() {
  CpuFeatures cpu;
  const char* choice = std::getenv("DAREBLOPY_CPU");
  if (choice != nullptr && std::strcmp(choice, "portable") == 0) return cpu;
#if defined(__x86_64__)
  __builtin_cpu_init();
  cpu.sse42 = __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
  cpu.pclmul = cpu.sse42 && __builtin_cpu_supports("pclmul");
  cpu.bmi2 = __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  cpu.avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && HasF16c();
  cpu.avx512 = cpu.avx2 && __builtin_cpu_supports("avx512f") &&
               __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vl");
  cpu.vbmi = cpu.avx512 && __builtin_cpu_supports("avx512vbmi");
  cpu.vpclmul = cpu.avx2 && cpu.pclmul && __builtin_cpu_supports("vpclmulqdq");
#elif defined(__aarch64__)
  cpu.neon = true;  // part of the base architecture
#if defined(__linux__)
  const unsigned long caps = getauxval(AT_HWCAP);
  cpu.arm_crc32 = (caps & HWCAP_CRC32) != 0;
  cpu.arm_pmull = (caps & HWCAP_PMULL) != 0;
#elif defined(__APPLE__)
  cpu.arm_crc32 = true;
  cpu.arm_pmull = true;
#endif
#endif
  return cpu;
}

const CpuFeatures& Cpu() {
  static const CpuFeatures cpu = Detect();
  return cpu;
}

}  // namespace dareblopy
