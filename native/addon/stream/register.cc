#include "addon/stream/register.h"

#include "addon/bridge/export.h"
#include "addon/stream/block_stream.h"

namespace dareblopy::addon {

void RegisterStream(Napi::Env env, Napi::Object exports) {
  Export<NextBlock>(env, exports, "nextBlock");
  Export<BlockBytes>(env, exports, "blockBytes");
}

}  // namespace dareblopy::addon
