#include "addon/zip/register.h"

#include "addon/bridge/export.h"
#include "addon/view/zip_view.h"
#include "addon/zip/archive.h"
#include "addon/zip/entry_stream.h"
#include "addon/zip/find.h"
#include "addon/zip/pack_many.h"
#include "addon/zip/writer.h"

namespace dareblopy::addon {

void RegisterZip(Napi::Env env, Napi::Object exports) {
  Export<ZipOpen>(env, exports, "zipOpen");
  Export<ZipFind>(env, exports, "zipFind");
  Export<ZipFindAll>(env, exports, "zipFindAll");
  Export<ZipReadShort>(env, exports, "zipReadShort");
  Export<ZipGlob>(env, exports, "zipGlob");
  Export<ZipList>(env, exports, "zipList");
  Export<ZipStat>(env, exports, "zipStat");
  Export<ZipComment>(env, exports, "zipComment");
  Export<ZipFingerprint>(env, exports, "zipFingerprint");
  Export<ZipView>(env, exports, "zipView");
  Export<ZipStream>(env, exports, "zipStream");
  Export<ZipStreamRead>(env, exports, "zipStreamRead");
  Export<ZipPack>(env, exports, "zipPack");
  Export<ZipCreate>(env, exports, "zipCreate");
  Export<ZipAdd>(env, exports, "zipAdd");
  Export<ZipAddNow>(env, exports, "zipAddNow");
  Export<ZipWritten>(env, exports, "zipWritten");
  Export<ZipPackMany>(env, exports, "zipPackMany");
  Export<ZipPackFolder>(env, exports, "zipPackFolder");
  Export<ZipPackRun>(env, exports, "zipPackRun");
  Export<ZipBegin>(env, exports, "zipBegin");
  Export<ZipWrite>(env, exports, "zipWrite");
  Export<ZipEnd>(env, exports, "zipEnd");
  Export<ZipClose>(env, exports, "zipClose");
}

}  // namespace dareblopy::addon
