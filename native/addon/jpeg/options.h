// The options of the JPEG calls as they cross from JavaScript: complete and checked by TypeScript.
#pragma once

#include <napi.h>

#include "core/jpeg/jpeg_decoder.h"

namespace dareblopy::addon {

/// From the Float64Array that they are packed into: a call is too short to ask for names.
jpeg::ImageOptions ImageOptionsFromJs(Napi::Value packed);
jpeg::RowOptions RowOptionsFromJs(Napi::Object options);
jpeg::EncodeOptions EncodeOptionsFromJs(Napi::Object options);
jpeg::RepackOptions RepackOptionsFromJs(Napi::Object options);
/// TypeError for a name that is none.
jpeg::BackendId BackendFromJs(Napi::Value name);

}  // namespace dareblopy::addon
