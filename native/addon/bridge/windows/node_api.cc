// Node-API's functions, looked up in the running program when the addon is loaded. An import
// library would name `node.exe`, and the addon would not load into a renamed one, Electron, Bun or
// Deno.
//
// A function declared `dllimport` is called through a pointer `__imp_<name>`, which the linker
// takes from an import library; here they are variables that are filled before anything else runs.
#define WIN32_LEAN_AND_MEAN
#include <windows.h>

extern "C" {
#define X(name) void* __imp_##name = nullptr;
#include "addon/bridge/windows/node_api_names.inc"
#undef X
}

namespace {

FARPROC Find(const char* name) {
  // libnode.dll: where Node is a shared library.
  static const HMODULE modules[] = {GetModuleHandleW(nullptr), GetModuleHandleW(L"libnode.dll")};
  for (HMODULE module : modules) {
    if (module == nullptr) continue;
    if (FARPROC found = GetProcAddress(module, name)) return found;
  }
  return nullptr;
}

struct Finder {
  Finder() {
#define X(name) __imp_##name = reinterpret_cast<void*>(Find(#name));
#include "addon/bridge/windows/node_api_names.inc"
#undef X
  }
};

__attribute__((init_priority(101))) Finder finder;

}  // namespace
