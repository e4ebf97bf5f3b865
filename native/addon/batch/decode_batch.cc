#include "addon/batch/decode_batch.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_error.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_value.h"
#include "addon/io/items.h"
#include "core/base/huge_pages.h"
#include "core/batch/batch_run.h"

namespace dareblopy::addon {

namespace {

// The JavaScript side of one batch: its options as they came, and where its columns are written.
class BatchCall {
 public:
  explicit BatchCall(Napi::Object options, bool sync) {
    const bool direct = sync || options.Get("direct").ToBoolean();
    Items items = ItemsFromJs(options.Get("items"));
    sets_ = std::move(items.sets);
    run_.items = std::move(items.items);
    const auto decoders = options.Get("decoders").As<Napi::Array>();
    const auto outputs = options.Get("outputs").As<Napi::Array>();
    for (uint32_t d = 0; d < decoders.Length(); ++d) {
      AddDecoder(Handle<Decoder>::Get(decoders.Get(d)), outputs.Get(d).As<Napi::Array>(), direct);
    }
    ReadKeys(options.Get("keys"));
    run_.Prepare();
  }

  BatchRun& run() { return run_; }

  Napi::Value Result(Napi::Env env, Napi::Array outputs) {
    for (size_t d = 0, t = 0; d < run_.decoders.size(); ++d) {
      const auto columns = outputs.Get(d).As<Napi::Array>();
      for (size_t c = 0; c < run_.decoders[d]->columns().size(); ++c, ++t) {
        targets_[t].Deliver(columns.Get(c),
                            run_.decoders[d]->columns()[c].row_bytes * run_.items.size());
      }
    }
    Napi::Object result = Napi::Object::New(env);
    Napi::Array values = Napi::Array::New(env, run_.values.size());
    for (size_t d = 0; d < run_.values.size(); ++d) values.Set(d, ToJs(env, run_.values[d]));
    result.Set("values", values);
    result.Set("failures", FailuresToJs(env));
    const auto set = [&](const char* name, uint64_t value) {
      result.Set(name, Napi::Number::New(env, static_cast<double>(value)));
    };
    if (run_.waited_rows > 0) {
      set("waitNanos", run_.wait_nanos);
      set("waitedRows", run_.waited_rows);
      set("waitedBytes", run_.waited_bytes);
    }
    set("readNanos", run_.read_nanos);
    set("inflateNanos", run_.inflate_nanos);
    set("decodeNanos", run_.decode_nanos);
    return result;
  }

  void Drop() {
    for (auto& target : targets_) target.Drop();
  }

 private:
  void AddDecoder(std::shared_ptr<Decoder> decoder, Napi::Array outputs, bool direct) {
    const auto columns = decoder->columns();
    auto& bases = run_.bases.emplace_back();
    for (uint32_t c = 0; c < columns.size(); ++c) {
      JsTarget target(outputs.Get(c), direct);
      const size_t room =
          columns[c].row_bytes == 0 ? run_.items.size() : target.size() / columns[c].row_bytes;
      if (room < run_.items.size()) {
        throw Napi::RangeError::New(
            outputs.Env(), "Expected room for " + std::to_string(run_.items.size()) + " rows of " +
                               std::to_string(columns[c].row_bytes) +
                               " bytes but received an array of " + std::to_string(target.size()) +
                               " bytes");
      }
      bases.push_back(target.data());
      targets_.push_back(std::move(target));
    }
    run_.decoders.push_back(std::move(decoder));
  }

  void ReadKeys(Napi::Value keys) {
    if (keys.IsUndefined()) return;
    const auto array = keys.As<Napi::BigUint64Array>();
    if (array.ElementLength() < run_.items.size()) {
      throw Napi::RangeError::New(keys.Env(), "Expected `keys` to have one key a sample");
    }
    run_.keys.assign(array.Data(), array.Data() + run_.items.size());
  }

  Napi::Value FailuresToJs(Napi::Env env) {
    if (run_.failures.empty()) return env.Undefined();
    Napi::Array list = Napi::Array::New(env, run_.failures.size());
    uint32_t i = 0;
    for (const auto& [row, error] : run_.failures) {
      Napi::Array pair = Napi::Array::New(env, 2);
      pair.Set(0u, Napi::Number::New(env, static_cast<double>(row)));
      pair.Set(1u, ToJsError(env, error).Value());
      list.Set(i++, pair);
    }
    return list;
  }

  std::vector<std::shared_ptr<SourceSet>> sets_;
  std::vector<JsTarget> targets_;
  BatchRun run_;
};

class DecodeBatchJob final : public JsJob {
 public:
  DecodeBatchJob(Napi::Env env, Napi::Object options)
      : DecodeBatchJob(env, std::make_unique<BatchCall>(options, false)) {
    outputs_ = Napi::Persistent(options.Get("outputs").As<Napi::Array>());
  }

 protected:
  void Run(size_t row) override { call_->run().DecodeRow(row, cancel_flag()); }
  void RunClaim(size_t begin, size_t end) noexcept override {
    BatchRun::Claim claim(call_->run());
    for (size_t row = begin; row < end && !cancelled(); ++row) {
      Guard(row, [&] {
        if (!claim.TryDecodeRow(row, cancel_flag())) LoadElsewhere(row);
      });
    }
  }
  bool resumes() const override { return true; }
  void Resume(size_t row) override { call_->run().DecodeLoaded(row, cancel_flag()); }
  void Fail(size_t row, Error error) noexcept override {
    call_->run().AddFailure(row, std::move(error));
  }
  void BeforeSettle() override {
    auto status = call_->run().Finish();
    if (!status.ok()) SetError(0, std::move(status.error()));
  }
  Napi::Value Settle(Napi::Env env) override { return call_->Result(env, outputs_.Value()); }
  void DropJs() override {
    outputs_.Reset();
    call_->Drop();
  }

 private:
  DecodeBatchJob(Napi::Env env, std::unique_ptr<BatchCall> call)
      : JsJob(env, call->run().items.size(), call->run().grain()), call_(std::move(call)) {}

  void LoadElsewhere(size_t row) {
    call_->run().ExpectLoads();
    Await(row, [this, row] { call_->run().Load(row); });
  }

  std::unique_ptr<BatchCall> call_;
  Napi::Reference<Napi::Array> outputs_;
};

}  // namespace

Napi::Value DecodeBatch(const Napi::CallbackInfo& info) {
  return JsJob::Start(std::make_shared<DecodeBatchJob>(info.Env(), info[0].As<Napi::Object>()),
                      info[1]);
}

Napi::Value DecodeBatchSync(const Napi::CallbackInfo& info) {
  const auto options = info[0].As<Napi::Object>();
  BatchCall call(options, true);
  {
    BatchRun::Claim claim(call.run());
    for (size_t row = 0; row < call.run().items.size(); ++row) claim.DecodeRow(row, nullptr);
  }
  ThrowIfError(info.Env(), call.run().Finish());
  return call.Result(info.Env(), options.Get("outputs").As<Napi::Array>());
}

Napi::Value NewBatchBuffer(const Napi::CallbackInfo& info) {
  const auto byte_length = static_cast<size_t>(info[0].As<Napi::Number>().Int64Value());
  auto buffer = NewArrayBuffer(info.Env(), byte_length);
  AdviseHugePages(buffer.Data(), byte_length);
  return buffer;
}

Napi::Value AdjustExternalMemory(const Napi::CallbackInfo& info) {
  Napi::MemoryManagement::AdjustExternalMemory(info.Env(), info[0].As<Napi::Number>().Int64Value());
  return info.Env().Undefined();
}

Napi::Value DecoderColumns(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto decoder = Handle<Decoder>::Get(info[0]);
  Napi::Array list = Napi::Array::New(env);
  for (const ColumnSpec& column : decoder->columns()) {
    Napi::Object spec = Napi::Object::New(env);
    Napi::Array shape = Napi::Array::New(env);
    for (uint64_t extent : column.row_shape)
      shape.Set(shape.Length(), Napi::Number::New(env, static_cast<double>(extent)));
    spec.Set("name", column.name);
    spec.Set("dtype", std::string(DTypeName(column.dtype)));
    spec.Set("rowShape", shape);
    spec.Set("rowBytes", Napi::Number::New(env, static_cast<double>(column.row_bytes)));
    list.Set(list.Length(), spec);
  }
  return list;
}

}  // namespace dareblopy::addon
