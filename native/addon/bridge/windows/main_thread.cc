#include "addon/bridge/main_thread.h"

namespace dareblopy::addon {

bool IsMainThread() { return false; }

}  // namespace dareblopy::addon
