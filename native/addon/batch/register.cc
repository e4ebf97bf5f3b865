#include "addon/batch/register.h"

#include "addon/batch/decode_batch.h"
#include "addon/bridge/export.h"

namespace dareblopy::addon {

void RegisterBatch(Napi::Env env, Napi::Object exports) {
  Export<DecodeBatch>(env, exports, "decodeBatch");
  Export<DecodeBatchSync>(env, exports, "decodeBatchSync");
  Export<AdjustExternalMemory>(env, exports, "adjustExternalMemory");
  Export<NewBatchBuffer>(env, exports, "newBuffer");
  Export<DecoderColumns>(env, exports, "decoderColumns");
  Export<NewRawDecoder>(env, exports, "rawDecoder");
  Export<NewTextDecoder>(env, exports, "textDecoder");
}

}  // namespace dareblopy::addon
