#include "addon/tfrecord/record_stream.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "addon/io/items.h"
#include "addon/stream/block_stream.h"
#include "core/tfrecord/record_stream.h"
#include "core/tfrecord/shuffled_stream.h"

namespace dareblopy::addon {

namespace {

std::unique_ptr<BlockSource> StreamOf(std::vector<tfrecord::RecordStream::Source> sources,
                                      const tfrecord::StreamOptions& options, Napi::Object object) {
  const size_t count = sources.size();
  const AheadOptions ahead = AheadFromJs(object, count);
  if (ahead.files < 2) return std::make_unique<tfrecord::RecordStream>(std::move(sources), options);
  return std::make_unique<AheadStream>(count, tfrecord::RecordsOf(std::move(sources), options),
                                       ahead);
}

tfrecord::StreamOptions OptionsOf(Napi::Object object) {
  tfrecord::StreamOptions options;
  const std::string compression = object.Get("compression").As<Napi::String>();
  options.compression = tfrecord::CompressionFromName(compression);
  options.verify = object.Get("verify").ToBoolean();
  const std::string on_corrupt = object.Get("onCorrupt").As<Napi::String>();
  if (on_corrupt == "skip") options.on_corrupt = tfrecord::OnCorrupt::skip;
  if (on_corrupt == "stop") options.on_corrupt = tfrecord::OnCorrupt::stop;
  options.max_record_bytes =
      static_cast<uint64_t>(object.Get("maxRecordBytes").As<Napi::Number>().Int64Value());
  return options;
}

}  // namespace

Napi::Value NewRecordStream(const Napi::CallbackInfo& info) {
  const Items items = ItemsFromJs(info[0]);
  std::vector<tfrecord::RecordStream::Source> sources;
  for (const Item& item : items.items) {
    const auto owner = std::find_if(items.sets.begin(), items.sets.end(),
                                    [&](const auto& set) { return set.get() == item.set; });
    sources.push_back({*owner, item.index, item.begin, item.end});
  }
  const auto options = info[1].As<Napi::Object>();
  auto source = StreamOf(std::move(sources), OptionsOf(options), options);
  if (const Napi::Value buffer = options.Get("shuffleBuffer"); !buffer.IsUndefined()) {
    source = std::make_unique<tfrecord::ShuffledStream>(
        std::move(source), static_cast<uint64_t>(buffer.As<Napi::Number>().Int64Value()),
        static_cast<uint64_t>(options.Get("shuffleSeed").As<Napi::Number>().Int64Value()),
        options.Get("shuffleEpoch").As<Napi::Number>().Uint32Value());
  }
  const auto skip = static_cast<uint64_t>(options.Get("skip").As<Napi::Number>().Int64Value());
  if (skip > 0) source = std::make_unique<tfrecord::SkippingStream>(std::move(source), skip);
  return WrapBlockSource(info.Env(), std::move(source));
}

}  // namespace dareblopy::addon
