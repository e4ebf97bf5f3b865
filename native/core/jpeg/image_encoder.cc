#include "core/jpeg/image_encoder.h"

namespace dareblopy::jpeg {

Status EncodeImage(BackendId backend, const uint8_t* pixels, const PixelArray& array,
                   const EncodeOptions& options, Buffer& out) {
  DAREBLOPY_ASSIGN(const Backend* library, FindBackend(backend));
  const PixelFormat format = array.channels == 1 ? PixelFormat::gray : PixelFormat::rgb;
  const size_t stride = array.size.width * size_t{array.channels};
  if (!array.planar()) return library->Encode(pixels, stride, array.size, format, options, out);
  ScratchBuffer interleaved(array.bytes());
  Interleave(pixels, array, interleaved.bytes().data());
  return library->Encode(interleaved.bytes().data(), stride, array.size, format, options, out);
}

}  // namespace dareblopy::jpeg
