// Many Uint8Arrays over one buffer, made by JavaScript: there one costs a fraction of what it costs
// through Node-API, and records of a few bytes are mostly that.
#pragma once

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace dareblopy::addon {

/// One an environment, in its EnvState. JavaScript thread.
class BytesCutter {
 public:
  /// `cut(buffer, ends, count)` -> Uint8Array[]; core hands it in.
  void Set(Napi::Function cut) { cut_ = Napi::Persistent(cut); }
  void Reset();
  /// Parts of `buffer` one after the other; `ends` are offsets in it.
  Napi::Value Cut(Napi::Env env, Napi::Value buffer, const std::vector<uint64_t>& ends);

 private:
  double* Ends(Napi::Env env, size_t count);

  Napi::FunctionReference cut_;
  Napi::Reference<Napi::Float64Array> ends_;  // used again by every call; nobody keeps it
};

/// setBytesCutter(cut)
Napi::Value SetBytesCutter(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
