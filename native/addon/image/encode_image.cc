#include "addon/image/encode_image.h"

#include <memory>

#include "addon/bridge/js_error.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_options.h"
#include "addon/bridge/js_value.h"

namespace dareblopy::addon {

namespace {

Napi::Value ToJs(Napi::Env env, const Buffer& picture) {
  return NewTypedArray(env, DType::uint8, NewBufferOf(env, picture.bytes()), 0, picture.size());
}

class EncodeJob final : public JsJob {
 public:
  EncodeJob(Napi::Env env, Encoder encoder) : JsJob(env, 1), encoder_(std::move(encoder)) {}

 protected:
  void Run(size_t) override {
    Status status = encoder_(picture_);
    if (!status.ok()) SetError(0, std::move(status.error()));
  }
  Napi::Value Settle(Napi::Env env) override { return ToJs(env, picture_); }

 private:
  Encoder encoder_;
  Buffer picture_;
};

}  // namespace

Pixels PixelsFromJs(Napi::Value value, Napi::Object options, uint32_t sample_bytes) {
  Pixels pixels;
  pixels.array.size = {OptionCount(options, "width"), OptionCount(options, "height")};
  pixels.array.channels = OptionCount(options, "channels");
  pixels.array.layout = OptionText(options, "layout") == "CHW" ? Layout::chw : Layout::hwc;
  pixels.array.sample_bytes = sample_bytes;
  const MutableBytes memory = MemoryOf(value);
  if (memory.size() < pixels.array.bytes()) {
    throw Napi::RangeError::New(value.Env(), "Expected " + std::to_string(pixels.array.bytes()) +
                                                 " bytes of pixels but received " +
                                                 std::to_string(memory.size()));
  }
  pixels.data.Append(memory.first(pixels.array.bytes()));
  return pixels;
}

Napi::Value EncodeOnPool(Napi::Env env, Encoder encoder, Napi::Value cancel) {
  return JsJob::Start(std::make_shared<EncodeJob>(env, std::move(encoder)), cancel);
}

Napi::Value EncodeNow(Napi::Env env, const Encoder& encoder) {
  Buffer picture;
  ThrowIfError(env, encoder(picture));
  return ToJs(env, picture);
}

}  // namespace dareblopy::addon
