// The kernels for AArch64, where NEON is part of the base architecture. No fused multiply-add: the
// build sets -ffp-contract=off, and vmlaq is not used (kernels.h).
#if defined(__aarch64__)

#include <arm_neon.h>

#include "core/image/kernels.h"
#include "core/image/kernels_portable.h"

namespace dareblopy::neon {

namespace {

inline float32x4_t MulAdd(float32x4_t value, float32x4_t scale, float32x4_t bias) {
  return vaddq_f32(vmulq_f32(value, scale), bias);
}

/// Eight bytes as two vectors of four floats.
inline float32x4x2_t ToFloats(uint8x8_t bytes) {
  const uint16x8_t wide = vmovl_u8(bytes);
  return {{vcvtq_f32_u32(vmovl_u16(vget_low_u16(wide))),
           vcvtq_f32_u32(vmovl_u16(vget_high_u16(wide)))}};
}

inline float32x4_t Reverse(float32x4_t v) {
  const float32x4_t pairs = vrev64q_f32(v);
  return vextq_f32(pairs, pairs, 2);
}

void BlendRows(const uint8_t* rows, ptrdiff_t stride, const float* weights, int32_t taps,
               size_t count, float* out) {
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    const uint8_t* p = rows + i;
    const float32x4x2_t first = ToFloats(vld1_u8(p));
    float32x4_t a = vmulq_n_f32(first.val[0], weights[0]);
    float32x4_t b = vmulq_n_f32(first.val[1], weights[0]);
    for (int32_t t = 1; t < taps; ++t) {
      p += stride;
      const float32x4x2_t value = ToFloats(vld1_u8(p));
      a = vaddq_f32(a, vmulq_n_f32(value.val[0], weights[t]));
      b = vaddq_f32(b, vmulq_n_f32(value.val[1], weights[t]));
    }
    vst1q_f32(out + i, a);
    vst1q_f32(out + i + 4, b);
  }
  if (i < count) portable::BlendRows(rows + i, stride, weights, taps, count - i, out + i);
}

/// Three or four channels: one pixel is one vector, whose fourth lane may be the next pixel's.
template <size_t kChannels>
void ResamplePixels(const float* row, const int32_t* starts, const float* weights, int32_t taps,
                    size_t outputs, float* out) {
  for (size_t o = 0; o < outputs; ++o) {
    const float* pixel = row + static_cast<size_t>(starts[o]) * kChannels;
    float32x4_t sum = vmulq_n_f32(vld1q_f32(pixel), weights[0]);
    for (int32_t t = 1; t < taps; ++t) {
      pixel += kChannels;
      sum = vaddq_f32(sum, vmulq_n_f32(vld1q_f32(pixel), weights[t]));
    }
    vst1q_f32(out + o * kChannels, sum);
    weights += taps;
  }
}

void ResampleRow(const float* row, size_t channels, const int32_t* starts, const float* weights,
                 int32_t taps, size_t outputs, float* out) {
  if (channels == 3) return ResamplePixels<3>(row, starts, weights, taps, outputs, out);
  if (channels == 4) return ResamplePixels<4>(row, starts, weights, taps, outputs, out);
  portable::ResampleRow(row, channels, starts, weights, taps, outputs, out);
}

void AffineToPlanes(const float* row, size_t channels, size_t pixels, const Affine& affine,
                    const PlanesOut& out) {
  if (channels != 3) return portable::AffineToPlanes(row, channels, pixels, affine, out);
  size_t i = 0;
  for (; i + 4 <= pixels; i += 4) {
    const float32x4x3_t split = vld3q_f32(row + i * 3);
    for (size_t c = 0; c < 3; ++c) {
      vst1q_f32(out.data + c * out.plane + i,
                MulAdd(split.val[c], vdupq_n_f32(affine.scale[c]), vdupq_n_f32(affine.bias[c])));
    }
  }
  for (size_t c = 0; c < 3; ++c) {
    for (size_t j = i; j < pixels; ++j)
      out.data[c * out.plane + j] = row[j * 3 + c] * affine.scale[c] + affine.bias[c];
  }
}

void BytesToPlanes(const uint8_t* row, size_t channels, size_t pixels, const Affine& affine,
                   bool mirror, const PlanesOut& out) {
  if (channels != 3) return portable::BytesToPlanes(row, channels, pixels, affine, mirror, out);
  size_t i = 0;
  for (; i + 8 <= pixels; i += 8) {
    const uint8x8x3_t split = vld3_u8(row + i * 3);
    const size_t to = mirror ? pixels - 8 - i : i;
    for (size_t c = 0; c < 3; ++c) {
      const float32x4_t scale = vdupq_n_f32(affine.scale[c]);
      const float32x4_t bias = vdupq_n_f32(affine.bias[c]);
      const float32x4x2_t value = ToFloats(split.val[c]);
      const float32x4_t low = MulAdd(value.val[0], scale, bias);
      const float32x4_t high = MulAdd(value.val[1], scale, bias);
      vst1q_f32(out.data + c * out.plane + to, mirror ? Reverse(high) : low);
      vst1q_f32(out.data + c * out.plane + to + 4, mirror ? Reverse(low) : high);
    }
  }
  for (; i < pixels; ++i) {
    const size_t to = mirror ? pixels - 1 - i : i;
    for (size_t c = 0; c < 3; ++c) {
      out.data[c * out.plane + to] =
          static_cast<float>(row[i * 3 + c]) * affine.scale[c] + affine.bias[c];
    }
  }
}

void ToBytes(const float* values, size_t count, uint8_t* out) {
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    // vcvtnq rounds ties to even, saturates below at 0, and makes 0 of a NaN; the narrowing
    // saturates above.
    const uint32x4_t low = vcvtnq_u32_f32(vld1q_f32(values + i));
    const uint32x4_t high = vcvtnq_u32_f32(vld1q_f32(values + i + 4));
    vst1_u8(out + i, vqmovn_u16(vcombine_u16(vqmovn_u32(low), vqmovn_u32(high))));
  }
  if (i < count) portable::ToBytes(values + i, count - i, out + i);
}

void ToHalves(const float* values, size_t count, uint16_t* out) {
  size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    vst1_u16(out + i, vreinterpret_u16_f16(vcvt_f16_f32(vld1q_f32(values + i))));
  }
  if (i < count) portable::ToHalves(values + i, count - i, out + i);
}

}  // namespace

extern const ImageKernels kKernels;
const ImageKernels kKernels = {
    "neon",        BlendRows, ResampleRow, AffineToPlanes, portable::AffineInterleaved,
    BytesToPlanes, ToBytes,   ToHalves};

}  // namespace dareblopy::neon

#endif  // __aarch64__
