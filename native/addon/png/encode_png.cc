// encodePng: pixels to a PNG.
#include "addon/png/encode_png.h"

#include <memory>

#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_options.h"
#include "addon/image/encode_image.h"
#include "core/png/encode.h"

namespace dareblopy::addon {

static Encoder PngEncoder(const Napi::CallbackInfo& info) {
  const auto options = info[1].As<Napi::Object>();
  const uint32_t sample_bytes = OptionFlag(options, "wide") ? 2 : 1;
  auto pixels = std::make_shared<const Pixels>(PixelsFromJs(info[0], options, sample_bytes));
  png::EncodeOptions encode;
  encode.level = static_cast<int>(OptionCount(options, "level"));
  if (const Napi::Value palette = options.Get("palette"); palette.IsTypedArray()) {
    const MutableBytes bytes = MemoryOf(palette);
    encode.palette.assign(bytes.begin(), bytes.end());
  }
  return [pixels, encode = std::move(encode)](Buffer& out) {
    return png::EncodePng(pixels->data.data(), pixels->array, encode, out);
  };
}

Napi::Value EncodePng(const Napi::CallbackInfo& info) {
  return EncodeOnPool(info.Env(), PngEncoder(info), info[2]);
}

Napi::Value EncodePngSync(const Napi::CallbackInfo& info) {
  return EncodeNow(info.Env(), PngEncoder(info));
}

}  // namespace dareblopy::addon
