#include "addon/jpeg/register.h"

#include "addon/bridge/export.h"
#include "addon/jpeg/encode_jpeg.h"
#include "addon/jpeg/jpeg_info.h"
#include "addon/jpeg/repack_jpeg.h"
#include "core/jpeg/backend.h"

namespace dareblopy::addon {

namespace {

/// jpegBackends(): those that this build has, the default first.
Napi::Value JpegBackends(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Napi::Array list = Napi::Array::New(env);
  for (const jpeg::Backend* backend : jpeg::Backends()) {
    Napi::Object entry = Napi::Object::New(env);
    const auto name = jpeg::kBackendNames[static_cast<size_t>(backend->id())];
    entry.Set("name", std::string(name));
    entry.Set("library", backend->library());
    entry.Set("version", backend->version());
    list.Set(list.Length(), entry);
  }
  return list;
}

}  // namespace

void RegisterJpeg(Napi::Env env, Napi::Object exports) {
  Export<JpegBackends>(env, exports, "jpegBackends");
  Export<ReadJpegInfo>(env, exports, "readJpegInfo");
  Export<ReadJpegInfoSync>(env, exports, "readJpegInfoSync");
  Export<JpegInfoOf>(env, exports, "jpegInfoOf");
  Export<EncodeJpeg>(env, exports, "encodeJpeg");
  Export<EncodeJpegSync>(env, exports, "encodeJpegSync");
  Export<RepackJpeg>(env, exports, "repackJpeg");
}

}  // namespace dareblopy::addon
