#include "addon/stream/block_stream.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <utility>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_value.h"

namespace dareblopy::addon {

namespace {

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
  NextBlockJob(Napi::Env env, std::shared_ptr<StreamState> stream, size_t most)
      : JsJob(env, 1), stream_(std::move(stream)), most_(most) {}

 protected:
  void Run(size_t) override {
    {
      std::lock_guard lock(stream_->mutex);
      if (!stream_->source->waits()) return ReadNext();
    }
    DoElsewhere(0, [this] {
      std::lock_guard lock(stream_->mutex);
      ReadNext();
    });
  }

  void ReadNext() {
    auto block = stream_->source->Next(most_);
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
  const size_t most_;
  std::shared_ptr<Block> block_;
  uint64_t corrupt_ = 0;
};

}  // namespace

Napi::Value WrapBlockSource(Napi::Env env, std::unique_ptr<BlockSource> source) {
  auto state = std::make_shared<StreamState>();
  state->source = std::move(source);
  return Handle<StreamState>::Wrap(env, std::move(state));
}

AheadOptions AheadFromJs(Napi::Object options, size_t files) {
  AheadOptions ahead;
  ahead.bytes =
      static_cast<uint64_t>(options.Get("readAheadBytes").As<Napi::Number>().Int64Value());
  const Napi::Value given = options.Get("parallelFiles");
  ahead.files = std::min(files, given.IsUndefined()
                                    ? ThreadPool::Shared().threads()
                                    : static_cast<size_t>(given.As<Napi::Number>().Int64Value()));
  return ahead;
}

Napi::Value NextBlock(const Napi::CallbackInfo& info) {
  const auto most = static_cast<size_t>(info[1].As<Napi::Number>().Int64Value());
  return JsJob::Start(
      std::make_shared<NextBlockJob>(info.Env(), Handle<StreamState>::Get(info[0]), most), info[2]);
}

Napi::Value BlockBytes(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto block = GetAs<Block, SourceSet>(info[0]);
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
