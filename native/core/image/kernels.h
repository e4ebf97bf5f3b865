// The inner loops over pixels, one table a CPU family. Every variant gives the same bits: the same
// operations in the same order, each rounded by itself (no fused multiply-add).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace dareblopy {

/// value * scale[c] + bias[c] for channel c: range and normalisation in one step.
struct Affine {
  float scale[4] = {1, 1, 1, 1};
  float bias[4] = {0, 0, 0, 0};
};

/// One row of an image of float planes.
struct PlanesOut {
  float* data;   // in the first plane
  size_t plane;  // floats from plane to plane
  bool past_caches =
      false;  // write to memory directly: quicker where the batch outgrows the caches
};

struct ImageKernels {
  const char* name;

  /// out[i] = sum over t of weights[t] * rows[t * stride + i], for `count` bytes.
  void (*blend_rows)(const uint8_t* rows, ptrdiff_t stride, const float* weights, int32_t taps,
                     size_t count, float* out);
  /// One row of `channels` interleaved floats resampled along x: out[o] = sum over t of
  /// weights[o * taps + t] * row[starts[o] + t], for each channel. `row` and `out` have room for 4
  /// floats beyond their end.
  void (*resample_row)(const float* row, size_t channels, const int32_t* starts,
                       const float* weights, int32_t taps, size_t outputs, float* out);
  /// The affine step on interleaved floats, to planes.
  void (*affine_to_planes)(const float* row, size_t channels, size_t pixels, const Affine& affine,
                           const PlanesOut& out);
  /// Same, interleaved as it was; in place is fine.
  void (*affine_interleaved)(const float* row, size_t channels, size_t pixels, const Affine& affine,
                             float* out);
  /// Interleaved bytes to float planes with the affine step; `mirror` reverses the row.
  void (*bytes_to_planes)(const uint8_t* row, size_t channels, size_t pixels, const Affine& affine,
                          bool mirror, const PlanesOut& out);
  /// To the nearest byte, ties to even, clamped to 0..255.
  void (*to_bytes)(const float* values, size_t count, uint8_t* out);
  /// To IEEE half precision, ties to even.
  void (*to_halves)(const float* values, size_t count, uint16_t* out);
};

/// The best for the CPU at hand.
const ImageKernels& Kernels();
/// Every variant that runs on this CPU, portable first: for tests.
std::span<const ImageKernels* const> AllKernels();

}  // namespace dareblopy
