// The options of the JPEG calls as they cross from JavaScript: complete and checked by TypeScript.
#pragma once

#include <napi.h>

#include "core/jpeg/backend.h"

namespace dareblopy::addon {

jpeg::EncodeOptions EncodeOptionsFromJs(Napi::Object options);
jpeg::RepackOptions RepackOptionsFromJs(Napi::Object options);
/// TypeError for a name that is none.
jpeg::BackendId BackendFromJs(Napi::Value name);

}  // namespace dareblopy::addon
