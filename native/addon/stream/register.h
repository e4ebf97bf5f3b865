#pragma once

#include <napi.h>

namespace dareblopy::addon {

void RegisterStream(Napi::Env env, Napi::Object exports);

}  // namespace dareblopy::addon
