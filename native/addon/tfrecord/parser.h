// Parsers of tf.Example and tf.SequenceExample as decoders.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// exampleParser(features, lists) -> Decoder handle; both are lists of NativeFeature
/// (contract/tfrecord.ts).
Napi::Value NewExampleParser(const Napi::CallbackInfo& info);
/// describeExample(bytes) -> [[list, key, kind, count], ...]: what an Example or SequenceExample
/// holds; `list` says whether it is a feature list, whose count is of steps.
Napi::Value DescribeExample(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
