// The kernels in plain C++: the reference for the others, which also use them for the ends of rows.
#pragma once

#include <bit>
#include <cmath>

#include "core/image/kernels.h"

namespace dareblopy::portable {

void BlendRows(const uint8_t* rows, ptrdiff_t stride, const float* weights, int32_t taps,
               size_t count, float* out);
void ResampleRow(const float* row, size_t channels, const int32_t* starts, const float* weights,
                 int32_t taps, size_t outputs, float* out);
void AffineToPlanes(const float* row, size_t channels, size_t pixels, const Affine& affine,
                    const PlanesOut& out);
void AffineInterleaved(const float* row, size_t channels, size_t pixels, const Affine& affine,
                       float* out);
void BytesToPlanes(const uint8_t* row, size_t channels, size_t pixels, const Affine& affine,
                   bool mirror, const PlanesOut& out);
void ToBytes(const float* values, size_t count, uint8_t* out);
void ToHalves(const float* values, size_t count, uint16_t* out);

extern const ImageKernels kKernels;

}  // namespace dareblopy::portable
