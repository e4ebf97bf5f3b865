#include "core/image/kernels_portable.h"

#include "core/image/float16.h"

namespace dareblopy::portable {

void BlendRows(const uint8_t* rows, ptrdiff_t stride, const float* weights, int32_t taps,
               size_t count, float* out) {
  for (size_t i = 0; i < count; ++i) out[i] = weights[0] * static_cast<float>(rows[i]);
  for (int32_t t = 1; t < taps; ++t) {
    const uint8_t* row = rows + t * stride;
    for (size_t i = 0; i < count; ++i) out[i] += weights[t] * static_cast<float>(row[i]);
  }
}

void ResampleRow(const float* row, size_t channels, const int32_t* starts, const float* weights,
                 int32_t taps, size_t outputs, float* out) {
  for (size_t o = 0; o < outputs; ++o) {
    const float* pixel = row + static_cast<size_t>(starts[o]) * channels;
    const float* weight = weights + o * static_cast<size_t>(taps);
    for (size_t c = 0; c < channels; ++c) {
      float sum = weight[0] * pixel[c];
      for (int32_t t = 1; t < taps; ++t)
        sum += weight[t] * pixel[static_cast<size_t>(t) * channels + c];
      out[o * channels + c] = sum;
    }
  }
}

void AffineToPlanes(const float* row, size_t channels, size_t pixels, const Affine& affine,
                    const PlanesOut& out) {
  for (size_t c = 0; c < channels; ++c) {
    const float scale = affine.scale[c];
    const float bias = affine.bias[c];
    for (size_t i = 0; i < pixels; ++i)
      out.data[c * out.plane + i] = row[i * channels + c] * scale + bias;
  }
}

void AffineInterleaved(const float* row, size_t channels, size_t pixels, const Affine& affine,
                       float* out) {
  for (size_t i = 0; i < pixels; ++i) {
    for (size_t c = 0; c < channels; ++c) {
      out[i * channels + c] = row[i * channels + c] * affine.scale[c] + affine.bias[c];
    }
  }
}

void BytesToPlanes(const uint8_t* row, size_t channels, size_t pixels, const Affine& affine,
                   bool mirror, const PlanesOut& out) {
  for (size_t c = 0; c < channels; ++c) {
    const float scale = affine.scale[c];
    const float bias = affine.bias[c];
    for (size_t i = 0; i < pixels; ++i) {
      const size_t from = mirror ? pixels - 1 - i : i;
      out.data[c * out.plane + i] = static_cast<float>(row[from * channels + c]) * scale + bias;
    }
  }
}

void ToBytes(const float* values, size_t count, uint8_t* out) {
  for (size_t i = 0; i < count; ++i) {
    // NaN compares false and becomes 0, as it does in the vector variants.
    const float value = values[i] > 0 ? (values[i] < 255 ? values[i] : 255.0f) : 0.0f;
    out[i] = static_cast<uint8_t>(std::nearbyint(value));
  }
}

void ToHalves(const float* values, size_t count, uint16_t* out) {
  for (size_t i = 0; i < count; ++i) out[i] = FloatToHalf(values[i]);
}

const ImageKernels kKernels = {"portable",        BlendRows,     ResampleRow, AffineToPlanes,
                               AffineInterleaved, BytesToPlanes, ToBytes,     ToHalves};

}  // namespace dareblopy::portable
