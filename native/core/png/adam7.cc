#include "core/png/adam7.h"

#include <cstring>

#include "core/base/buffer.h"
#include "core/png/filter.h"
#include "core/png/pixel_rows.h"

namespace dareblopy::png {

uint64_t InflatedBytes(const Header& header) {
  if (!header.interlaced) return header.size.height * (header.row_bytes(header.size.width) + 1);
  uint64_t sum = 0;
  for (const Pass& pass : kPasses) {
    const ImageSize size = pass.Size(header.size);
    if (size.width > 0) sum += size.height * (header.row_bytes(size.width) + 1);
  }
  return sum;
}

bool Deinterlace(uint8_t* passes, const Header& header, uint8_t* out) {
  const size_t pixel = header.bit_depth == 16 ? 2 * header.samples() : header.samples();
  const size_t stride = header.size.width * pixel;
  ScratchBuffer unpacked(stride);
  ScratchBuffer zeros(header.row_bytes(header.size.width) + 16);
  std::memset(zeros.bytes().data(), 0, zeros.bytes().size());
  for (const Pass& pass : kPasses) {
    const ImageSize size = pass.Size(header.size);
    if (size.width == 0 || size.height == 0) continue;
    const size_t bytes = header.row_bytes(size.width);
    const size_t undone = UndoFilters(Filters(), passes, bytes, header.filter_step(), 0,
                                      size.height, zeros.bytes().data());
    if (undone != size.height) return false;
    for (uint32_t y = 0; y < size.height; ++y) {
      const uint8_t* row = passes + y * (bytes + 1) + 1;
      if (header.bit_depth < 8) {
        UnpackSamples(row, size.width, header.bit_depth, unpacked.bytes().data());
        row = unpacked.bytes().data();
      }
      uint8_t* to = out + (pass.y + size_t{y} * pass.dy) * stride + pass.x * pixel;
      for (uint32_t x = 0; x < size.width; ++x) {
        std::memcpy(to + size_t{x} * pass.dx * pixel, row + x * pixel, pixel);
      }
    }
    passes += size.height * (bytes + 1);
  }
  return true;
}

}  // namespace dareblopy::png
