// CRC-32 (IEEE 802.3, as ZIP, gzip and PNG use it).
#pragma once

#include <cstdint>

#include "core/base/bytes.h"

namespace dareblopy {

/// The CRC-32 of `bytes` appended to data whose CRC-32 is `crc` (0 for none).
uint32_t Crc32(uint32_t crc, Bytes bytes);

}  // namespace dareblopy
