#include "addon/bridge/register.h"

#include "addon/bridge/bytes_cutter.h"
#include "addon/bridge/export.h"
#include "addon/bridge/handle.h"
#include "addon/bridge/js_error.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/late_sources.h"
#include "addon/bridge/runtime.h"

namespace dareblopy::addon {

void RegisterBridge(Napi::Env env, Napi::Object exports) {
  Export<CreateCancel>(env, exports, "createCancel");
  Export<SetErrorClass>(env, exports, "setErrorClass");
  Export<SetBytesCutter>(env, exports, "setBytesCutter");
  Export<CloseHandle>(env, exports, "closeHandle");
  Export<ErrorCodes>(env, exports, "errorCodes");
  Export<SetLateFetcher>(env, exports, "setLateFetcher");
  Export<NewLateSet>(env, exports, "lateSet");
  Export<DeliverLate>(env, exports, "deliverLate");
  Export<FailLate>(env, exports, "failLate");
  Export<Configure>(env, exports, "configure");
  Export<ConfigureIo>(env, exports, "configureIo");
  Export<RuntimeInfo>(env, exports, "runtimeInfo");
}

}  // namespace dareblopy::addon
