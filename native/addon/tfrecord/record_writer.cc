#include "addon/tfrecord/record_writer.h"

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
  std::unique_ptr<RecordWriter> writer;  // null once committed; guarded by mutex
  std::mutex mutex;
  Buffer waiting;  // JavaScript thread only
};

class CreateJob final : public JsJob {
 public:
  CreateJob(Napi::Env env, std::string path, tfrecord::Compression compression, int level)
      : JsJob(env, 1), path_(std::move(path)), compression_(compression), level_(level) {}

 protected:
  void Run(size_t) override {
    auto writer = RecordWriter::Create(path_, compression_, level_);
    if (writer.ok()) {
      state_->writer = std::move(writer).value();
    } else {
      SetError(0, std::move(writer.error()));
    }
  }
  Napi::Value Settle(Napi::Env env) override { return Handle<WriterState>::Wrap(env, state_); }

 private:
  const std::string path_;
  const tfrecord::Compression compression_;
  const int level_;
  std::shared_ptr<WriterState> state_ = std::make_shared<WriterState>();
};

class WriteJob final : public JsJob {
 public:
  enum class Mode { write, flush, commit };
  WriteJob(Napi::Env env, std::shared_ptr<WriterState> state, Mode mode)
      : JsJob(env, 1),
        state_(std::move(state)),
        bytes_(std::exchange(state_->waiting, Buffer())),
        mode_(mode) {}

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
    if (state_->writer == nullptr) return Error{ErrorCode::IO_ERROR, "the writer is closed"};
    RecordWriter& writer = *state_->writer;
    DAREBLOPY_TRY(writer.Write(bytes_.bytes()));
    if (mode_ == Mode::flush) DAREBLOPY_TRY(writer.Flush());
    if (mode_ == Mode::commit) DAREBLOPY_TRY(writer.Commit());
    size_ = writer.size();
    if (mode_ == Mode::commit) state_->writer.reset();
    return {};
  }

  std::shared_ptr<WriterState> state_;
  const Buffer bytes_;
  const Mode mode_;
  uint64_t size_ = 0;
};

}  // namespace

Napi::Value CreateRecordWriter(const Napi::CallbackInfo& info) {
  const auto compression = tfrecord::CompressionFromName(info[1].As<Napi::String>().Utf8Value());
  return JsJob::Start(std::make_shared<CreateJob>(info.Env(), info[0].As<Napi::String>(),
                                                  compression.value_or(tfrecord::Compression::none),
                                                  info[2].As<Napi::Number>().Int32Value()),
                      info[3]);
}

Napi::Value AppendRecord(const Napi::CallbackInfo& info) {
  const auto state = Handle<WriterState>::Get(info[0]);
  tfrecord::AppendRecord(MemoryOf(info[1]), state->waiting);
  return Napi::Number::New(info.Env(), static_cast<double>(state->waiting.size()));
}

Napi::Value WriteRecords(const Napi::CallbackInfo& info) {
  const std::string name = info[1].As<Napi::String>();
  const auto mode = name == "commit"  ? WriteJob::Mode::commit
                    : name == "flush" ? WriteJob::Mode::flush
                                      : WriteJob::Mode::write;
  return JsJob::Start(
      std::make_shared<WriteJob>(info.Env(), Handle<WriterState>::Get(info[0]), mode), info[2]);
}

}  // namespace dareblopy::addon
