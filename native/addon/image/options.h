// The options of the calls that decode pictures, as they cross from JavaScript: complete and
// checked by TypeScript.
#pragma once

#include <napi.h>

#include <memory>

#include "core/image/row_decoder.h"
#include "core/image/whole_image.h"

namespace dareblopy::addon {

/// One picture's: who opens it, and what it becomes.
struct ImageCall {
  std::shared_ptr<const ImageCodec> codec;
  WholeOptions whole{};
};

/// A Decoder's.
struct RowCall {
  std::shared_ptr<const ImageCodec> codec;
  RowOptions row{};
};

/// From the Float64Array that they are packed into: a call is too short to ask for names.
ImageCall ImageCallFromJs(Napi::Value packed);
RowCall RowCallFromJs(Napi::Object options);

}  // namespace dareblopy::addon
