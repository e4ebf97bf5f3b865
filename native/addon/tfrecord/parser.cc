#include "addon/tfrecord/parser.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_error.h"
#include "addon/bridge/js_memory.h"
#include "core/tfrecord/describe_example.h"
#include "core/tfrecord/example_parser.h"

namespace dareblopy::addon {

namespace {

using tfrecord::FeatureSpec;
using tfrecord::Partition;
using tfrecord::ValueKind;

/// The place of a name in a list; TypeError for others: the contract is between our own two sides.
template <typename Enum, size_t n>
Enum EnumOf(Napi::Value value, const char* const (&names)[n]) {
  const std::string name = value.As<Napi::String>();
  for (size_t i = 0; i < n; ++i) {
    if (name == names[i]) return static_cast<Enum>(i);
  }
  throw Napi::TypeError::New(value.Env(), "unknown name " + name);
}

DType DTypeOf(Napi::Value value) {
  const auto dtype = DTypeFromName(value.As<Napi::String>().Utf8Value());
  if (!dtype) throw Napi::TypeError::New(value.Env(), "Expected a dtype of fixed width");
  return *dtype;
}

std::vector<uint64_t> NumbersOf(Napi::Value value) {
  std::vector<uint64_t> numbers;
  const auto list = value.As<Napi::Array>();
  for (uint32_t i = 0; i < list.Length(); ++i) {
    numbers.push_back(static_cast<uint64_t>(list.Get(i).As<Napi::Number>().Int64Value()));
  }
  return numbers;
}

std::vector<std::string> StringsOf(Napi::Value value) {
  std::vector<std::string> strings;
  const auto list = value.As<Napi::Array>();
  for (uint32_t i = 0; i < list.Length(); ++i) strings.push_back(list.Get(i).As<Napi::String>());
  return strings;
}

std::vector<Partition> PartitionsOf(Napi::Value value) {
  static constexpr const char* kKinds[] = {"rowLengths", "rowSplits",   "rowLimits",
                                           "rowStarts",  "valueRowIds", "uniformRowLength"};
  std::vector<Partition> partitions;
  const auto list = value.As<Napi::Array>();
  for (uint32_t i = 0; i < list.Length(); ++i) {
    const auto partition = list.Get(i).As<Napi::Object>();
    partitions.push_back(
        {EnumOf<Partition::Kind>(partition.Get("kind"), kKinds),
         partition.Get("key").As<Napi::String>(),
         static_cast<uint64_t>(partition.Get("length").As<Napi::Number>().Int64Value())});
  }
  return partitions;
}

FeatureSpec FeatureOf(Napi::Object object) {
  static constexpr const char* kForms[] = {"fixed",  "ragged",  "padded",
                                           "sparse", "decoder", "tensor"};
  static constexpr const char* kSources[] = {"none", "bytes", "float32", "int64"};
  FeatureSpec spec;
  spec.name = object.Get("name").As<Napi::String>();
  spec.key = object.Get("key").As<Napi::String>();
  spec.form = EnumOf<FeatureSpec::Form>(object.Get("form"), kForms);
  spec.element.source = EnumOf<ValueKind>(object.Get("source"), kSources);
  spec.element.dtype = DTypeOf(object.Get("dtype"));
  spec.element.raw = object.Get("raw").ToBoolean();
  spec.element.big_endian = object.Get("bigEndian").ToBoolean();
  spec.element.utf8 = object.Get("utf8").ToBoolean();
  spec.shape = NumbersOf(object.Get("shape"));
  if (const Napi::Value numbers = object.Get("defaultNumbers"); !numbers.IsUndefined()) {
    const Bytes bytes = MemoryOf(numbers);
    spec.default_numbers.emplace(bytes.begin(), bytes.end());
  }
  if (const Napi::Value values = object.Get("defaultBytes"); !values.IsUndefined()) {
    const auto list = values.As<Napi::Array>();
    spec.default_bytes.emplace();
    for (uint32_t i = 0; i < list.Length(); ++i) {
      const Bytes bytes = MemoryOf(list.Get(i));
      spec.default_bytes->emplace_back(bytes.begin(), bytes.end());
    }
  }
  if (const Napi::Value length = object.Get("length"); !length.IsUndefined()) {
    spec.length = static_cast<uint64_t>(length.As<Napi::Number>().Int64Value());
  }
  spec.truncate = object.Get("truncate").ToBoolean();
  spec.allow_missing = object.Get("allowMissing").ToBoolean();
  spec.lengths_name = object.Get("lengthsName").As<Napi::String>();
  spec.partitions = PartitionsOf(object.Get("partitions"));
  spec.splits_dtype = DTypeOf(object.Get("splitsDtype"));
  spec.index_keys = StringsOf(object.Get("indexKeys"));
  spec.sizes = NumbersOf(object.Get("sizes"));
  spec.already_sorted = object.Get("alreadySorted").ToBoolean();
  spec.any_rows = object.Get("anyRows").ToBoolean();
  if (spec.form == FeatureSpec::Form::tensor) {
    const std::string tensor = object.Get("tensor").As<Napi::String>();
    const auto type = tfrecord::TensorTypeFromName(tensor);
    if (!type) throw Napi::TypeError::New(object.Env(), "unknown dtype of a tensor: " + tensor);
    spec.tensor = *type;
  }
  if (spec.form == FeatureSpec::Form::decoder)
    spec.decoder = Handle<Decoder>::Get(object.Get("decoder"));
  return spec;
}

std::vector<FeatureSpec> FeaturesOf(Napi::Value value) {
  std::vector<FeatureSpec> features;
  const auto list = value.As<Napi::Array>();
  for (uint32_t i = 0; i < list.Length(); ++i)
    features.push_back(FeatureOf(list.Get(i).As<Napi::Object>()));
  return features;
}

}  // namespace

Napi::Value NewExampleParser(const Napi::CallbackInfo& info) {
  auto parser = tfrecord::ExampleParser::Make(FeaturesOf(info[0]), FeaturesOf(info[1]));
  return Handle<Decoder>::Wrap(
      info.Env(), std::shared_ptr<Decoder>(ValueOrThrow(info.Env(), std::move(parser))));
}

Napi::Value DescribeExample(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto features = ValueOrThrow(env, tfrecord::DescribeExample(MemoryOf(info[0])));
  Napi::Array list = Napi::Array::New(env, features.size());
  for (uint32_t i = 0; i < features.size(); ++i) {
    const auto& feature = features[i];
    Napi::Array entry = Napi::Array::New(env, 4);
    entry.Set(0u, Napi::Boolean::New(env, feature.list));
    entry.Set(1u, Napi::String::New(env, feature.key));
    entry.Set(2u, Napi::String::New(env, std::string(tfrecord::ValueKindName(feature.kind))));
    entry.Set(3u, Napi::Number::New(env, static_cast<double>(feature.count)));
    list.Set(i, entry);
  }
  return list;
}

}  // namespace dareblopy::addon
