#include "addon/image/register.h"

#include "addon/bridge/export.h"
#include "addon/image/decode_image.h"
#include "addon/image/image_info.h"

namespace dareblopy::addon {

void RegisterImage(Napi::Env env, Napi::Object exports) {
  Export<NewImageDecoder>(env, exports, "imageDecoder");
  Export<DecodeImage>(env, exports, "decodeImage");
  Export<DecodeImageSync>(env, exports, "decodeImageSync");
  Export<ReadImageInfo>(env, exports, "readImageInfo");
  Export<ReadImageInfoSync>(env, exports, "readImageInfoSync");
}

}  // namespace dareblopy::addon
