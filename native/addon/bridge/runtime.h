// The process-wide settings: how many threads the pool has, what the CPU can do.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// configure(threads) -> whether it took effect: false once the pool runs with another number.
Napi::Value Configure(const Napi::CallbackInfo& info);
/// configureIo(threads): how many may wait for devices at once.
Napi::Value ConfigureIo(const Napi::CallbackInfo& info);
/// runtimeInfo() -> { threads, started, ioThreads, inFlight, cpu: string[] }
Napi::Value RuntimeInfo(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
