// encodeJpeg: pixels to a JPEG.
#include "addon/jpeg/encode_jpeg.h"

#include <memory>

#include "addon/bridge/js_error.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_value.h"
#include "addon/jpeg/options.h"
#include "core/jpeg/image_encoder.h"

namespace dareblopy::addon {

namespace {

/// The pixels, copied out of JavaScript's memory, and what they are.
struct Pixels {
  Buffer data;
  jpeg::PixelArray array;
  jpeg::BackendId backend;
  jpeg::EncodeOptions options;
};

Pixels PixelsFromJs(Napi::Value value, Napi::Object options) {
  Pixels pixels;
  pixels.array.size = {options.Get("width").As<Napi::Number>().Uint32Value(),
                       options.Get("height").As<Napi::Number>().Uint32Value()};
  pixels.array.channels = options.Get("channels").As<Napi::Number>().Uint32Value();
  const bool planar = options.Get("layout").As<Napi::String>().Utf8Value() == "CHW";
  pixels.array.layout = planar ? Layout::chw : Layout::hwc;
  pixels.backend = BackendFromJs(options.Get("backend"));
  pixels.options = EncodeOptionsFromJs(options);
  const MutableBytes memory = MemoryOf(value);
  if (memory.size() < pixels.array.bytes()) {
    throw Napi::RangeError::New(value.Env(), "Expected " + std::to_string(pixels.array.bytes()) +
                                                 " bytes of pixels but received " +
                                                 std::to_string(memory.size()));
  }
  pixels.data.Append(memory.first(pixels.array.bytes()));
  return pixels;
}

Status Encode(const Pixels& pixels, Buffer& out) {
  return jpeg::EncodeImage(pixels.backend, pixels.data.data(), pixels.array, pixels.options, out);
}

Napi::Value ToJs(Napi::Env env, const Buffer& jpeg) {
  return NewTypedArray(env, DType::uint8, NewBufferOf(env, jpeg.bytes()), 0, jpeg.size());
}

class EncodeJob final : public JsJob {
 public:
  EncodeJob(Napi::Env env, Pixels pixels) : JsJob(env, 1), pixels_(std::move(pixels)) {}

 protected:
  void Run(size_t) override {
    Status status = Encode(pixels_, jpeg_);
    if (!status.ok()) SetError(0, std::move(status.error()));
  }
  Napi::Value Settle(Napi::Env env) override { return ToJs(env, jpeg_); }

 private:
  Pixels pixels_;
  Buffer jpeg_;
};

}  // namespace

Napi::Value EncodeJpeg(const Napi::CallbackInfo& info) {
  auto pixels = PixelsFromJs(info[0], info[1].As<Napi::Object>());
  return JsJob::Start(std::make_shared<EncodeJob>(info.Env(), std::move(pixels)), info[2]);
}

Napi::Value EncodeJpegSync(const Napi::CallbackInfo& info) {
  Buffer jpeg;
  ThrowIfError(info.Env(), Encode(PixelsFromJs(info[0], info[1].As<Napi::Object>()), jpeg));
  return ToJs(info.Env(), jpeg);
}

}  // namespace dareblopy::addon
