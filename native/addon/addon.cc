// The addon's one entry point: every function that JavaScript can call, by domain.
#include <napi.h>

#include "addon/batch/register.h"
#include "addon/bridge/env_state.h"
#include "addon/bridge/keep_loaded.h"
#include "addon/bridge/register.h"
#include "addon/image/register.h"
#include "addon/io/register.h"
#include "addon/jpeg/register.h"
#include "addon/png/register.h"
#include "addon/stream/register.h"
#include "addon/tar/register.h"
#include "addon/tfrecord/register.h"
#include "addon/zip/register.h"

namespace dareblopy::addon {

static Napi::Object Init(Napi::Env env, Napi::Object exports) {
  KeepLoaded();
  EnvState::Create(env);
  RegisterBridge(env, exports);
  RegisterIo(env, exports);
  RegisterBatch(env, exports);
  RegisterImage(env, exports);
  RegisterJpeg(env, exports);
  RegisterPng(env, exports);
  RegisterStream(env, exports);
  RegisterTar(env, exports);
  RegisterTfrecord(env, exports);
  RegisterZip(env, exports);
  return exports;
}

}  // namespace dareblopy::addon

static Napi::Object Init(Napi::Env env, Napi::Object exports) {
  return dareblopy::addon::Init(env, exports);
}

NODE_API_MODULE(dareblopy, Init)
