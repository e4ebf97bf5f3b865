#include "addon/bridge/bytes_cutter.h"

#include <algorithm>

#include "addon/bridge/env_state.h"
#include "addon/bridge/js_value.h"

namespace dareblopy::addon {

double* BytesCutter::Ends(Napi::Env env, size_t count) {
  if (ends_.IsEmpty() || ends_.Value().ElementLength() < count) {
    constexpr size_t kLeast = 256;
    ends_ = Napi::Persistent(NewNumbers<Napi::Float64Array>(env, std::max(count, kLeast)));
  }
  return ends_.Value().Data();
}

Napi::Value BytesCutter::Cut(Napi::Env env, Napi::Value buffer, const std::vector<uint64_t>& ends) {
  if (cut_.IsEmpty()) throw Napi::Error::New(env, "nobody has said how to cut bytes");
  double* const out = Ends(env, ends.size());
  for (size_t i = 0; i < ends.size(); ++i) out[i] = static_cast<double>(ends[i]);
  const auto count = Napi::Number::New(env, static_cast<double>(ends.size()));
  return cut_.Call({buffer, ends_.Value(), count});
}

void BytesCutter::Reset() {
  cut_.Reset();
  ends_.Reset();
}

Napi::Value SetBytesCutter(const Napi::CallbackInfo& info) {
  EnvState::Of(info.Env()).bytes_cutter.Set(info[0].As<Napi::Function>());
  return info.Env().Undefined();
}

}  // namespace dareblopy::addon
