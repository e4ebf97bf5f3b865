#include "addon/io/register.h"

#include "addon/bridge/export.h"
#include "addon/io/list_folder.h"
#include "addon/io/load_items.h"
#include "addon/io/read_items.h"
#include "addon/io/sources.h"

namespace dareblopy::addon {

void RegisterIo(Napi::Env env, Napi::Object exports) {
  Export<ReadItems>(env, exports, "readItems");
  Export<ReadItemsInto>(env, exports, "readItemsInto");
  Export<ReadItemSync>(env, exports, "readItemSync");
  Export<ItemSizeSync>(env, exports, "itemSize");
  Export<LoadItems>(env, exports, "loadItems");
  Export<SourceCount>(env, exports, "sourceCount");
  Export<SourceName>(env, exports, "sourceName");
  Export<NewMemorySet>(env, exports, "memorySet");
  Export<NewPathSet>(env, exports, "pathSet");
  Export<OpenFile>(env, exports, "openFile");
  Export<ListFolder>(env, exports, "listFolder");
}

}  // namespace dareblopy::addon
