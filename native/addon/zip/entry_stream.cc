#include "addon/zip/entry_stream.h"

#include <atomic>
#include <utility>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_value.h"
#include "addon/zip/archive_handle.h"
#include "core/zip/entry_stream.h"

namespace dareblopy::addon {

namespace {

struct OpenStream {
  explicit OpenStream(ArchiveEntry entry) : archive(entry.archive), stream(*archive, entry.index) {}
  std::shared_ptr<zip::Archive> archive;
  zip::EntryStream stream;
  std::atomic<bool> busy{false};
};

class StreamReadJob final : public JsJob {
 public:
  StreamReadJob(Napi::Env env, std::shared_ptr<OpenStream> open, size_t max_bytes)
      : JsJob(env, 1), open_(std::move(open)), bytes_(max_bytes) {}

 protected:
  void Run(size_t) override {
    MutableBytes rest = bytes_.mutable_bytes();
    while (!rest.empty() && !cancelled()) {
      auto got = open_->stream.Read(rest);
      if (!got.ok()) {
        SetError(0, std::move(got.error()));
        break;
      }
      if (got.value() == 0) break;
      rest = rest.subspan(got.value());
    }
    bytes_.Resize(bytes_.size() - rest.size());
  }
  void DropJs() override { open_->busy = false; }
  Napi::Value Settle(Napi::Env env) override {
    return NewTypedArray(env, DType::uint8, NewBufferOf(env, bytes_.bytes()), 0, bytes_.size());
  }

 private:
  std::shared_ptr<OpenStream> open_;
  Buffer bytes_;
};

}  // namespace

Napi::Value ZipStream(const Napi::CallbackInfo& info) {
  return Handle<OpenStream>::Wrap(info.Env(), std::make_shared<OpenStream>(ArchiveEntryOf(info)));
}

Napi::Value ZipStreamRead(const Napi::CallbackInfo& info) {
  auto open = Handle<OpenStream>::Get(info[0]);
  const size_t max_bytes = info[1].As<Napi::Number>().Uint32Value();
  if (open->busy.exchange(true))
    throw Napi::TypeError::New(info.Env(), "the stream is being read already");
  return JsJob::Start(std::make_shared<StreamReadJob>(info.Env(), std::move(open), max_bytes),
                      info[2]);
}

}  // namespace dareblopy::addon
