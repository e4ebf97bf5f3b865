#include "core/image/resize.h"

#include <algorithm>
#include <vector>

namespace dareblopy {

namespace {

constexpr size_t kSlack = 8;  // floats beyond a row's end that kernels may touch

/// ImageKernels::blend_rows of 16-bit samples: rare enough for plain C++.
void BlendWords(const uint8_t* rows, size_t stride, const float* weights, int32_t taps,
                size_t count, float* out) {
  std::fill(out, out + count, 0.0f);
  for (int32_t t = 0; t < taps; ++t) {
    const auto* row = reinterpret_cast<const uint16_t*>(rows + static_cast<size_t>(t) * stride);
    for (size_t i = 0; i < count; ++i) out[i] += weights[t] * row[i];
  }
}

}  // namespace

Rect NeededBy(const Taps& x, const Taps& y) {
  return {static_cast<uint32_t>(x.begin()), static_cast<uint32_t>(y.begin()),
          static_cast<uint32_t>(x.end() - x.begin()), static_cast<uint32_t>(y.end() - y.begin())};
}

void Resize(const PixelBlock& block, const Taps& x, const Taps& y, uint32_t left, uint32_t top,
            RowWriter& writer) {
  const ImageKernels& kernels = Kernels();
  const size_t columns = block.place.width * block.channels;
  const size_t outputs = x.starts.size();
  ScratchBuffer blended_buffer((columns + kSlack) * sizeof(float));
  ScratchBuffer row_buffer((outputs * block.channels + kSlack) * sizeof(float));
  auto* blended = reinterpret_cast<float*>(blended_buffer.bytes().data());
  auto* row = reinterpret_cast<float*>(row_buffer.bytes().data());
  for (size_t i = 0; i < kSlack; ++i) blended[columns + i] = 0;
  std::vector<int32_t> starts(x.starts);
  for (int32_t& start : starts) start -= static_cast<int32_t>(block.place.x);
  for (size_t o = 0; o < y.starts.size(); ++o) {
    const size_t first = static_cast<size_t>(y.starts[o]) - block.place.y;
    const float* weights = y.weights.data() + o * static_cast<size_t>(y.count);
    const uint8_t* rows = block.data + first * block.stride;
    if (block.sample_bytes == 2) {
      BlendWords(rows, block.stride, weights, y.count, columns, blended);
    } else {
      kernels.blend_rows(rows, static_cast<ptrdiff_t>(block.stride), weights, y.count, columns,
                         blended);
    }
    kernels.resample_row(blended, block.channels, starts.data(), x.weights.data(), x.count, outputs,
                         row);
    writer.WriteFloats(top + static_cast<uint32_t>(o), left, row, outputs);
  }
}

}  // namespace dareblopy
