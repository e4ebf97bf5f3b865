#include "addon/tfrecord/record_writer.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_memory.h"
#include "core/tfrecord/record_writer.h"

namespace dareblopy::addon {

namespace {

using tfrecord::RecordWriter;

struct WriterState {
  WriterState(std::string path, tfrecord::Compression compression, int level)
      : path(std::move(path)), compression(compression), level(level) {}

  const std::string path;
  const tfrecord::Compression compression;
  const int level;

  std::mutex mutex;  // guards the next two
  std::unique_ptr<RecordWriter> writer;
  bool committed = false;
  Buffer waiting;  // JavaScript thread only

  // With the mutex held.
  Status Create() {
    DAREBLOPY_ASSIGN(writer, RecordWriter::Create(path, compression, level));
    return {};
  }
};

class CreateJob final : public JsJob {
 public:
  CreateJob(Napi::Env env, std::shared_ptr<WriterState> state)
      : JsJob(env, 1), state_(std::move(state)) {}

 protected:
  void Run(size_t) override {
    std::lock_guard lock(state_->mutex);
    if (Status status = state_->Create(); !status.ok()) SetError(0, std::move(status.error()));
  }
  Napi::Value Settle(Napi::Env env) override { return Handle<WriterState>::Wrap(env, state_); }

 private:
  std::shared_ptr<WriterState> state_;
};

class WriteJob final : public JsJob {
 public:
  enum class Mode { write, flush, finish, commit };
  WriteJob(Napi::Env env, std::shared_ptr<WriterState> state, Mode mode, std::string path,
           bool sync)
      : JsJob(env, 1),
        state_(std::move(state)),
        bytes_(std::exchange(state_->waiting, Buffer())),
        mode_(mode),
        path_(std::move(path)),
        sync_(sync) {}

 protected:
  void Run(size_t) override {
    std::lock_guard lock(state_->mutex);
    if (Status status = Write(); !status.ok()) SetError(0, std::move(status.error()));
  }
  Napi::Value Settle(Napi::Env env) override {
    return Napi::Number::New(env, static_cast<double>(size_));
  }

 private:
  Status Write() {
    if (state_->committed) return Error{ErrorCode::IO_ERROR, "the writer is closed"};
    if (state_->writer == nullptr) DAREBLOPY_TRY(state_->Create());
    RecordWriter& writer = *state_->writer;
    DAREBLOPY_TRY(writer.Write(bytes_.bytes()));
    if (mode_ == Mode::flush) DAREBLOPY_TRY(writer.Flush());
    if (mode_ == Mode::finish) DAREBLOPY_TRY(writer.Finish());
    if (mode_ == Mode::commit) DAREBLOPY_TRY(writer.Commit(path_, sync_));
    size_ = writer.size();
    if (mode_ == Mode::commit) {
      state_->committed = true;
      state_->writer.reset();
    }
    return {};
  }

  std::shared_ptr<WriterState> state_;
  const Buffer bytes_;
  const Mode mode_;
  const std::string path_;
  const bool sync_;
  uint64_t size_ = 0;
};

std::shared_ptr<WriterState> StateFromJs(const Napi::CallbackInfo& info) {
  const auto compression = tfrecord::CompressionFromName(info[1].As<Napi::String>().Utf8Value());
  return std::make_shared<WriterState>(info[0].As<Napi::String>(),
                                       compression.value_or(tfrecord::Compression::none),
                                       info[2].As<Napi::Number>().Int32Value());
}

}  // namespace

Napi::Value CreateRecordWriter(const Napi::CallbackInfo& info) {
  return JsJob::Start(std::make_shared<CreateJob>(info.Env(), StateFromJs(info)), info[3]);
}

Napi::Value LaterRecordWriter(const Napi::CallbackInfo& info) {
  return Handle<WriterState>::Wrap(info.Env(), StateFromJs(info));
}

Napi::Value AppendRecord(const Napi::CallbackInfo& info) {
  const auto state = Handle<WriterState>::Get(info[0]);
  tfrecord::AppendRecord(MemoryOf(info[1]), state->waiting);
  return Napi::Number::New(info.Env(), static_cast<double>(state->waiting.size()));
}

Napi::Value AppendRecords(const Napi::CallbackInfo& info) {
  const auto state = Handle<WriterState>::Get(info[0]);
  const auto records = info[1].As<Napi::Array>();
  const uint32_t step = std::max(info[3].As<Napi::Number>().Uint32Value(), 1u);
  for (uint32_t i = info[2].As<Napi::Number>().Uint32Value(); i < records.Length(); i += step) {
    const Napi::HandleScope scope(info.Env());
    tfrecord::AppendRecord(MemoryOf(records.Get(i)), state->waiting);
  }
  return Napi::Number::New(info.Env(), static_cast<double>(state->waiting.size()));
}

Napi::Value WriteRecords(const Napi::CallbackInfo& info) {
  const std::string name = info[1].As<Napi::String>();
  const auto mode = name == "commit"   ? WriteJob::Mode::commit
                    : name == "finish" ? WriteJob::Mode::finish
                    : name == "flush"  ? WriteJob::Mode::flush
                                       : WriteJob::Mode::write;
  return JsJob::Start(
      std::make_shared<WriteJob>(info.Env(), Handle<WriterState>::Get(info[0]), mode,
                                 info[2].As<Napi::String>(), info[3].ToBoolean().Value()),
      info.Env().Undefined());
}

}  // namespace dareblopy::addon
