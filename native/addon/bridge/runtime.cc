#include "addon/bridge/runtime.h"

#include "core/base/cpu.h"
#include "core/base/io_threads.h"
#include "core/base/thread_pool.h"

namespace dareblopy::addon {

Napi::Value Configure(const Napi::CallbackInfo& info) {
  const size_t threads = info[0].As<Napi::Number>().Uint32Value();
  ThreadPool& pool = ThreadPool::Shared();
  const bool set = pool.SetThreads(threads) || pool.threads() == threads;
  return Napi::Boolean::New(info.Env(), set);
}

Napi::Value ConfigureIo(const Napi::CallbackInfo& info) {
  IoThreads::Shared().SetMost(info[0].As<Napi::Number>().Uint32Value());
  return info.Env().Undefined();
}

Napi::Value RuntimeInfo(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const ThreadPool& pool = ThreadPool::Shared();
  Napi::Object result = Napi::Object::New(env);
  result.Set("threads", Napi::Number::New(env, static_cast<double>(pool.threads())));
  result.Set("started", Napi::Boolean::New(env, pool.started()));
  const IoThreads& io = IoThreads::Shared();
  result.Set("ioThreads", Napi::Number::New(env, static_cast<double>(io.most())));
  result.Set("inFlight", Napi::Number::New(env, static_cast<double>(io.in_flight())));
  Napi::Array cpu = Napi::Array::New(env);
  const auto add = [&](bool has, const char* name) {
    if (has) cpu.Set(cpu.Length(), name);
  };
  const CpuFeatures& features = Cpu();
  add(features.sse42, "sse4.2");
  add(features.pclmul, "pclmul");
  add(features.avx2, "avx2");
  add(features.avx512, "avx512");
  add(features.vpclmul, "vpclmulqdq");
  add(features.neon, "neon");
  add(features.arm_crc32, "crc32");
  add(features.arm_pmull, "pmull");
  result.Set("cpu", cpu);
  return result;
}

}  // namespace dareblopy::addon
