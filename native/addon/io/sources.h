// Native sources made from JavaScript: memory, paths, one open file.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// memorySet(views, names?) -> SourceSet handle; the bytes are copied.
Napi::Value NewMemorySet(const Napi::CallbackInfo& info);
/// pathSet(paths joined by NUL, how many) -> SourceSet handle; files are opened when they are read.
Napi::Value NewPathSet(const Napi::CallbackInfo& info);
/// openFile(path, cancel) -> Promise<{ set, size, mtimeMs }>.
Napi::Value OpenFile(const Napi::CallbackInfo& info);

/// sourceCount(set) -> number of items.
Napi::Value SourceCount(const Napi::CallbackInfo& info);
/// sourceName(set, index) -> the item's name.
Napi::Value SourceName(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
