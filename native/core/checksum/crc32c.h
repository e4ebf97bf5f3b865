// CRC32C (Castagnoli; RFC 3720 section 12.1): the checksum of TFRecord. The fastest kernel that the
// CPU can run is chosen once; every kernel gives the same answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/bytes.h"
#include "core/base/cpu.h"

namespace dareblopy {

/// CRC32C of `data`, or of what `crc` is of followed by `data`.
uint32_t Crc32c(Bytes data, uint32_t crc = 0);

/// One way of computing it. `extend` takes and gives the state without its final inversion.
struct Crc32cKernel {
  const char* name;
  bool (*supported)(const CpuFeatures& cpu);
  uint32_t (*extend)(uint32_t state, const uint8_t* data, size_t size);
};

/// The kernels that this build has, the preferred first. The last one runs everywhere.
std::span<const Crc32cKernel> Crc32cKernels();
/// The one that Crc32c uses here.
const Crc32cKernel& Crc32cKernelInUse();

}  // namespace dareblopy
