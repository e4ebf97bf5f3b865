// What the tables of x86's kernels (kernels.cc) are put together from.
#pragma once

#include "core/image/kernels.h"

namespace dareblopy::avx2 {

extern const ImageKernels kKernels;

void AffineToPlanes(const float* row, size_t channels, size_t pixels, const Affine& affine,
                    const PlanesOut& out);
void AffineInterleaved(const float* row, size_t channels, size_t pixels, const Affine& affine,
                       float* out);
void BytesToPlanes(const uint8_t* row, size_t channels, size_t pixels, const Affine& affine,
                   bool mirror, const PlanesOut& out);

}  // namespace dareblopy::avx2

namespace dareblopy::avx512 {

void BytesToPlanes(const uint8_t* row, size_t channels, size_t pixels, const Affine& affine,
                   bool mirror, const PlanesOut& out);

}  // namespace dareblopy::avx512
