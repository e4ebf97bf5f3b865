#include "addon/tar/register.h"

#include "addon/bridge/export.h"
#include "addon/tar/list.h"
#include "addon/tar/open_tar.h"
#include "addon/tar/writer.h"

namespace dareblopy::addon {

void RegisterTar(Napi::Env env, Napi::Object exports) {
  Export<TarOpen>(env, exports, "tarOpen");
  Export<TarStream>(env, exports, "tarStream");
  Export<TarFind>(env, exports, "tarFind");
  Export<TarFindAll>(env, exports, "tarFindAll");
  Export<TarGlob>(env, exports, "tarGlob");
  Export<TarList>(env, exports, "tarList");
  Export<TarStat>(env, exports, "tarStat");
  Export<TarCreate>(env, exports, "tarCreate");
  Export<TarAdd>(env, exports, "tarAdd");
  Export<TarClose>(env, exports, "tarClose");
}

}  // namespace dareblopy::addon
