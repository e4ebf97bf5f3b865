#include "addon/png/register.h"

#include "addon/bridge/export.h"
#include "addon/png/encode_png.h"

namespace dareblopy::addon {

void RegisterPng(Napi::Env env, Napi::Object exports) {
  Export<EncodePng>(env, exports, "encodePng");
  Export<EncodePngSync>(env, exports, "encodePngSync");
}

}  // namespace dareblopy::addon
