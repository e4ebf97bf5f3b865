#include "core/jpeg/image_encoder.h"

namespace dareblopy::jpeg {

Status EncodeImage(BackendId backend, const uint8_t* pixels, const PixelArray& array,
                   const EncodeOptions& options, Buffer& out) {
  DAREBLOPY_ASSIGN(const Backend* library, FindBackend(backend));
  const PixelFormat format = array.channels == 1 ? PixelFormat::gray : PixelFormat::rgb;
  const size_t stride = array.size.width * size_t{array.channels};
  if (array.layout == Layout::hwc || array.channels == 1) {
    return library->Encode(pixels, stride, array.size, format, options, out);
  }
  ScratchBuffer interleaved(array.bytes());
  const size_t plane = size_t{array.size.width} * array.size.height;
  uint8_t* to = interleaved.bytes().data();
  for (size_t i = 0; i < plane; ++i) {
    for (size_t c = 0; c < array.channels; ++c) *to++ = pixels[c * plane + i];
  }
  return library->Encode(interleaved.bytes().data(), stride, array.size, format, options, out);
}

}  // namespace dareblopy::jpeg
