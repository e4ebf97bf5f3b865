#include "addon/bridge/keep_loaded.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

namespace dareblopy::addon {

void KeepLoaded() {
  HMODULE module = nullptr;
  GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
                     reinterpret_cast<LPCWSTR>(&KeepLoaded), &module);
}

}  // namespace dareblopy::addon
