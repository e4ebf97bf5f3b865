// encodeJpeg: pixels to a JPEG.
#include "addon/jpeg/encode_jpeg.h"

#include <memory>

#include "addon/image/encode_image.h"
#include "addon/jpeg/options.h"
#include "core/jpeg/image_encoder.h"

namespace dareblopy::addon {

static Encoder JpegEncoder(const Napi::CallbackInfo& info) {
  const auto options = info[1].As<Napi::Object>();
  auto pixels = std::make_shared<const Pixels>(PixelsFromJs(info[0], options));
  const jpeg::BackendId backend = BackendFromJs(options.Get("backend"));
  return [pixels, backend, encode = EncodeOptionsFromJs(options)](Buffer& out) {
    return jpeg::EncodeImage(backend, pixels->data.data(), pixels->array, encode, out);
  };
}

Napi::Value EncodeJpeg(const Napi::CallbackInfo& info) {
  return EncodeOnPool(info.Env(), JpegEncoder(info), info[2]);
}

Napi::Value EncodeJpegSync(const Napi::CallbackInfo& info) {
  return EncodeNow(info.Env(), JpegEncoder(info));
}

}  // namespace dareblopy::addon
