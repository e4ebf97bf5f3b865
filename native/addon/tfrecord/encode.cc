#include "addon/tfrecord/encode.h"

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_value.h"
#include "core/checksum/crc32c.h"
#include "core/tfrecord/example_encoder.h"

namespace dareblopy::addon {

namespace {

using tfrecord::FeatureValues;
using tfrecord::NamedFeature;
using tfrecord::NamedFeatureList;
using tfrecord::ValueKind;

/// Keys as they are encoded, at addresses that stay.
using Keys = std::deque<std::string>;

FeatureValues ValuesOf(Napi::Value kind, Napi::Value values) {
  FeatureValues feature;
  feature.kind = static_cast<ValueKind>(kind.As<Napi::Number>().Uint32Value());
  switch (feature.kind) {
    case ValueKind::none:
      break;
    case ValueKind::bytes: {
      const auto list = values.As<Napi::Array>();
      for (uint32_t i = 0; i < list.Length(); ++i) feature.bytes.push_back(MemoryOf(list.Get(i)));
      break;
    }
    case ValueKind::float32:
      feature.float32s = MemoryOf(values);
      break;
    case ValueKind::int64: {
      const auto array = values.As<Napi::BigInt64Array>();
      feature.int64s = {array.Data(), array.ElementLength()};
      break;
    }
    default:
      throw Napi::TypeError::New(kind.Env(), "unknown kind of feature");
  }
  return feature;
}

std::vector<NamedFeature> FeaturesOf(Napi::Value value, Keys& keys) {
  std::vector<NamedFeature> features;
  const auto list = value.As<Napi::Array>();
  for (uint32_t i = 0; i < list.Length(); ++i) {
    const auto entry = list.Get(i).As<Napi::Array>();
    keys.push_back(entry.Get(0u).As<Napi::String>());
    features.push_back({keys.back(), ValuesOf(entry.Get(1u), entry.Get(2u))});
  }
  return features;
}

Napi::Value ToUint8Array(Napi::Env env, const Buffer& bytes) {
  return NewTypedArray(env, DType::uint8, NewBufferOf(env, bytes.bytes()), 0, bytes.size());
}

}  // namespace

Napi::Value EncodeExample(const Napi::CallbackInfo& info) {
  Keys keys;
  ScratchBuffer out;
  tfrecord::EncodeExample(FeaturesOf(info[0], keys), out.buffer());
  return ToUint8Array(info.Env(), out.buffer());
}

Napi::Value EncodeSequenceExample(const Napi::CallbackInfo& info) {
  Keys keys;
  std::vector<NamedFeatureList> lists;
  const auto array = info[1].As<Napi::Array>();
  for (uint32_t i = 0; i < array.Length(); ++i) {
    const auto entry = array.Get(i).As<Napi::Array>();
    keys.push_back(entry.Get(0u).As<Napi::String>());
    NamedFeatureList list{keys.back(), {}};
    const auto steps = entry.Get(1u).As<Napi::Array>();
    for (uint32_t step = 0; step < steps.Length(); ++step) {
      const auto values = steps.Get(step).As<Napi::Array>();
      list.steps.push_back(ValuesOf(values.Get(0u), values.Get(1u)));
    }
    lists.push_back(std::move(list));
  }
  ScratchBuffer out;
  tfrecord::EncodeSequenceExample(FeaturesOf(info[0], keys), lists, out.buffer());
  return ToUint8Array(info.Env(), out.buffer());
}

Napi::Value Crc32cOf(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(),
                           Crc32c(MemoryOf(info[0]), info[1].As<Napi::Number>().Uint32Value()));
}

}  // namespace dareblopy::addon
