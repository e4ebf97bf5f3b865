// What the CPU at hand can do, asked once. Kernels are compiled with per-function target attributes
// and chosen through this; no file is compiled with flags of a CPU that might not be there.
#pragma once

namespace dareblopy {

struct CpuFeatures {
  bool sse42 = false;
  bool pclmul = false;
  bool bmi2 = false;     // with BMI1
  bool avx2 = false;     // with FMA and F16C, usable (the OS saves the registers)
  bool avx512 = false;   // F, BW, DQ, VL
  bool vbmi = false;     // AVX512_VBMI
  bool vpclmul = false;  // VPCLMULQDQ (on top of avx2)
  bool neon = false;
  bool arm_crc32 = false;
  bool arm_pmull = false;
};

/// DAREBLOPY_CPU=portable in the environment turns all of them off, for tests and comparisons.
const CpuFeatures& Cpu();

}  // namespace dareblopy
