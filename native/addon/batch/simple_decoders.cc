// The decoders of core's own: raw bytes and text.
#include <memory>
#include <string>
#include <vector>

#include "addon/batch/decode_batch.h"
#include "addon/bridge/handle.h"
#include "core/batch/raw_decoder.h"
#include "core/batch/text_decoder.h"

namespace dareblopy::addon {

Napi::Value NewRawDecoder(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto dtype = DTypeFromName(info[0].As<Napi::String>().Utf8Value());
  if (!dtype) throw Napi::TypeError::New(env, "Expected a dtype of fixed width");
  const auto list = info[1].As<Napi::Array>();
  std::vector<uint64_t> shape;
  for (uint32_t i = 0; i < list.Length(); ++i) {
    shape.push_back(static_cast<uint64_t>(list.Get(i).As<Napi::Number>().Int64Value()));
  }
  const bool big_endian = info[2].As<Napi::String>().Utf8Value() == "big";
  return Handle<Decoder>::Wrap(env,
                               std::make_shared<RawDecoder>(*dtype, std::move(shape), big_endian));
}

Napi::Value NewTextDecoder(const Napi::CallbackInfo& info) {
  return Handle<Decoder>::Wrap(info.Env(), std::make_shared<TextDecoder>());
}

}  // namespace dareblopy::addon
