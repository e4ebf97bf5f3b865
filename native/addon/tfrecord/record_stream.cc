#include "addon/tfrecord/record_stream.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_value.h"
#include "addon/io/items.h"
#include "core/tfrecord/ahead_stream.h"
#include "core/tfrecord/shuffled_stream.h"

namespace dareblopy::addon {

namespace {

using tfrecord::BlockSource;
using tfrecord::RecordBlock;

/// What a handle holds. The mutex only guards against a caller that breaks the rule of one call at
/// a time.
struct StreamState {
  std::mutex mutex;
  std::unique_ptr<BlockSource> source;
};

/// The collector does not see native memory: without this it would let blocks pile up.
void TellMemory(Napi::Env env, Napi::Object holder, int64_t bytes) {
  Napi::MemoryManagement::AdjustExternalMemory(env, bytes);
  holder.AddFinalizer(
      [](Napi::Env finalizing, int64_t* told) {
        Napi::MemoryManagement::AdjustExternalMemory(finalizing, -*told);
        delete told;
      },
      new int64_t(bytes));
}

class NextBlockJob final : public JsJob {
 public:
  NextBlockJob(Napi::Env env, std::shared_ptr<StreamState> stream, size_t max_records)
      : JsJob(env, 1), stream_(std::move(stream)), max_records_(max_records) {}

 protected:
  void Run(size_t) override {
    std::lock_guard lock(stream_->mutex);
    auto block = stream_->source->Next(max_records_);
    corrupt_ = stream_->source->corrupt();
    if (block.ok()) {
      block_ = std::move(block).value();
    } else {
      SetError(0, std::move(block.error()));
    }
  }

  Napi::Value Settle(Napi::Env env) override {
    Napi::Object result = Napi::Object::New(env);
    result.Set("corrupt", Napi::Number::New(env, static_cast<double>(corrupt_)));
    uint64_t bytes = 0;
    if (block_ != nullptr) {
      for (const auto& part : block_->parts) bytes += part.size;
      result.Set("count", Napi::Number::New(env, static_cast<double>(block_->parts.size())));
      result.Set("byteLength", Napi::Number::New(env, static_cast<double>(bytes)));
      Napi::Object set = Handle<SourceSet>::Wrap(env, std::move(block_));
      TellMemory(env, set, static_cast<int64_t>(bytes));
      result.Set("set", set);
    }
    return result;
  }

 private:
  std::shared_ptr<StreamState> stream_;
  const size_t max_records_;
  std::shared_ptr<RecordBlock> block_;
  uint64_t corrupt_ = 0;
};

std::unique_ptr<BlockSource> StreamOf(std::vector<tfrecord::RecordStream::Source> sources,
                                      const tfrecord::StreamOptions& options, Napi::Object object) {
  tfrecord::AheadOptions ahead;
  ahead.bytes = static_cast<uint64_t>(object.Get("readAheadBytes").As<Napi::Number>().Int64Value());
  const Napi::Value files = object.Get("parallelFiles");
  ahead.files =
      std::min(sources.size(), files.IsUndefined()
                                   ? ThreadPool::Shared().threads()
                                   : static_cast<size_t>(files.As<Napi::Number>().Int64Value()));
  if (ahead.files < 2) return std::make_unique<tfrecord::RecordStream>(std::move(sources), options);
  return std::make_unique<tfrecord::AheadStream>(std::move(sources), options, ahead);
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
  auto state = std::make_shared<StreamState>();
  state->source = StreamOf(std::move(sources), OptionsOf(options), options);
  if (const Napi::Value buffer = options.Get("shuffleBuffer"); !buffer.IsUndefined()) {
    state->source = std::make_unique<tfrecord::ShuffledStream>(
        std::move(state->source), static_cast<uint64_t>(buffer.As<Napi::Number>().Int64Value()),
        static_cast<uint64_t>(options.Get("shuffleSeed").As<Napi::Number>().Int64Value()),
        options.Get("shuffleEpoch").As<Napi::Number>().Uint32Value());
  }
  const auto skip = static_cast<uint64_t>(options.Get("skip").As<Napi::Number>().Int64Value());
  if (skip > 0)
    state->source = std::make_unique<tfrecord::SkippingStream>(std::move(state->source), skip);
  return Handle<StreamState>::Wrap(info.Env(), std::move(state));
}

Napi::Value NextBlock(const Napi::CallbackInfo& info) {
  const auto max_records = static_cast<size_t>(info[1].As<Napi::Number>().Int64Value());
  return JsJob::Start(
      std::make_shared<NextBlockJob>(info.Env(), Handle<StreamState>::Get(info[0]), max_records),
      info[2]);
}

Napi::Value BlockBytes(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto block = GetAs<RecordBlock, SourceSet>(info[0]);
  const size_t begin =
      std::min<size_t>(info[1].As<Napi::Number>().Uint32Value(), block->parts.size());
  const size_t end =
      std::clamp<size_t>(info[2].As<Napi::Number>().Uint32Value(), begin, block->parts.size());
  size_t total = 0;
  auto ends = NewNumbers<Napi::Float64Array>(env, end - begin);
  for (size_t i = begin; i < end; ++i) {
    total += block->parts[i].size;
    ends[i - begin] = static_cast<double>(total);
  }
  const NewBuffer fresh = NewUninitialisedBuffer(env, total);
  uint8_t* out = fresh.data;
  for (size_t i = begin; i < end; ++i) {
    const auto& part = block->parts[i];
    if (part.size > 0) std::memcpy(out, part.data, part.size);
    out += part.size;
  }
  Napi::Object result = Napi::Object::New(env);
  result.Set("bytes", NewTypedArray(env, DType::uint8, fresh.buffer, 0, total));
  result.Set("ends", ends);
  return result;
}

}  // namespace dareblopy::addon
