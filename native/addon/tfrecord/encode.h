// Encoding of messages, and the checksum by itself.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// encodeExample(features) -> Uint8Array; features: [key, kind, values][], where values are a
/// BigInt64Array, a Float32Array, or a list of byte arrays.
Napi::Value EncodeExample(const Napi::CallbackInfo& info);
/// encodeSequenceExample(context, lists) -> Uint8Array; lists: [key, [kind, values][]][].
Napi::Value EncodeSequenceExample(const Napi::CallbackInfo& info);
/// crc32c(bytes, crc) -> number.
Napi::Value Crc32cOf(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
