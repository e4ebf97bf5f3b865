#include "addon/tfrecord/decode_block.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_error.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_value.h"
#include "core/tfrecord/block_batches.h"

namespace dareblopy::addon {

namespace {

using tfrecord::BlockBatches;
using tfrecord::RecordBlock;

std::vector<BlockBatches::Run> RunsOf(Napi::Array handles, Napi::Float64Array numbers) {
  std::vector<std::shared_ptr<const RecordBlock>> blocks;
  for (uint32_t i = 0; i < handles.Length(); ++i)
    blocks.push_back(GetAs<RecordBlock, SourceSet>(handles.Get(i)));
  std::vector<BlockBatches::Run> runs;
  for (size_t i = 0; i + 3 <= numbers.ElementLength(); i += 3) {
    const auto& block = blocks.at(static_cast<size_t>(numbers[i]));
    const size_t end = std::min(static_cast<size_t>(numbers[i + 2]), block->parts.size());
    runs.push_back({block, std::min(static_cast<size_t>(numbers[i + 1]), end), end});
  }
  return runs;
}

class DecodeBlocksJob final : public JsJob {
 public:
  DecodeBlocksJob(Napi::Env env, std::unique_ptr<BlockBatches> batches)
      : JsJob(env, batches->chunks()), batches_(std::move(batches)) {
    Napi::Array columns = Napi::Array::New(env);
    for (const ColumnSpec& column : batches_->decoder().columns()) {
      const NewBuffer fresh = NewUninitialisedBuffer(env, column.row_bytes * batches_->rows());
      batches_->bases.push_back(fresh.data);
      columns.Set(columns.Length(), fresh.buffer);
    }
    columns_ = Napi::Persistent(columns);
  }

 protected:
  void Run(size_t chunk) override { batches_->DecodeChunk(chunk, cancel_flag()); }
  void Fail(size_t chunk, Error error) noexcept override {
    batches_->FailChunk(chunk, std::move(error));
  }
  void BeforeSettle() override {
    if (Status status = batches_->Finish(); !status.ok()) SetError(0, std::move(status.error()));
  }

  Napi::Value Settle(Napi::Env env) override {
    Napi::Array values = Napi::Array::New(env, batches_->values.size());
    for (uint32_t i = 0; i < batches_->values.size(); ++i) {
      Napi::HandleScope scope(env);
      values.Set(i, ToJs(env, batches_->values[i]));
    }
    Napi::Object result = Napi::Object::New(env);
    result.Set("columns", columns_.Value());
    result.Set("values", values);
    if (const auto& failure = batches_->failure) {
      Napi::Array pair = Napi::Array::New(env, 2);
      pair.Set(0u, Napi::Number::New(env, static_cast<double>(failure->first)));
      pair.Set(1u, ToJsError(env, failure->second).Value());
      result.Set("failure", pair);
    }
    return result;
  }
  void DropJs() override { columns_.Reset(); }

 private:
  const std::unique_ptr<BlockBatches> batches_;
  Napi::Reference<Napi::Array> columns_;  // nobody else has a reference before the job settles
};

}  // namespace

Napi::Value DecodeBlocks(const Napi::CallbackInfo& info) {
  auto batches = std::make_unique<BlockBatches>(
      RunsOf(info[1].As<Napi::Array>(), info[2].As<Napi::Float64Array>()),
      Handle<Decoder>::Get(info[0]),
      std::max<size_t>(1, static_cast<size_t>(info[3].As<Napi::Number>().Int64Value())));
  return JsJob::Start(std::make_shared<DecodeBlocksJob>(info.Env(), std::move(batches)), info[4]);
}

}  // namespace dareblopy::addon
