#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// Adds this folder's functions to the addon's exports.
void RegisterPng(Napi::Env env, Napi::Object exports);

}  // namespace dareblopy::addon
