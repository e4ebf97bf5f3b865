// The compressed image of a PNG, gathered from its chunks and inflated whole.
#pragma once

#include <vector>

#include "core/base/buffer.h"
#include "core/image/image_source.h"
#include "core/png/header.h"

namespace dareblopy::png {

/// What is made of damage.
enum class Damage : uint8_t { refuse, survive, refuse_all };

/// Inflates the IDAT chunks of `file` to `out`, which has the size that the header asks for, and
/// checks CRC-32s and the Adler-32. What of `out` a damaged file does not fill is zero, when that
/// is survived. PNG_TRUNCATED, PNG_CORRUPT, PNG_CRC_MISMATCH.
Status InflateImage(Bytes file, const Header& header, Damage damage, MutableBytes out,
                    std::vector<Warning>& warnings);

/// The most bytes that `compressed` bytes of deflate can become.
uint64_t MostInflated(uint64_t compressed);

}  // namespace dareblopy::png
