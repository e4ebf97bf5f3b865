#include "addon/bridge/keep_loaded.h"

#include <dlfcn.h>

namespace dareblopy::addon {

void KeepLoaded() {
  static const bool pinned = [] {
    Dl_info info{};
    if (dladdr(reinterpret_cast<const void*>(&KeepLoaded), &info) == 0) return false;
    return dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE) != nullptr;
  }();
  static_cast<void>(pinned);
}

}  // namespace dareblopy::addon
