#pragma once

#include <napi.h>

namespace dareblopy::addon {

void RegisterTar(Napi::Env env, Napi::Object exports);

}  // namespace dareblopy::addon
