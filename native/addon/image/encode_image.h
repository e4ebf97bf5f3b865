// Pixels of JavaScript to a picture's bytes: what the formats' encoders have in common.
#pragma once

#include <napi.h>

#include <functional>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/image/pixel_array.h"

namespace dareblopy::addon {

/// Pixels that were copied out of JavaScript's memory, and what they are.
struct Pixels {
  Buffer data;
  PixelArray array;
};

/// `options` has width, height, channels, layout. RangeError when `value` is too short.
Pixels PixelsFromJs(Napi::Value value, Napi::Object options, uint32_t sample_bytes = 1);

/// Appends the picture to its argument. Any thread.
using Encoder = std::function<Status(Buffer&)>;

/// A promise of the bytes; `cancel` as JsJob::Start has it.
Napi::Value EncodeOnPool(Napi::Env env, Encoder encoder, Napi::Value cancel);
/// The bytes, made on the calling thread.
Napi::Value EncodeNow(Napi::Env env, const Encoder& encoder);

}  // namespace dareblopy::addon
