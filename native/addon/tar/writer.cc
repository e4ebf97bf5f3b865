#include "addon/tar/writer.h"

#include <functional>
#include <mutex>
#include <string>
#include <utility>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_job.h"
#include "addon/io/items.h"
#include "core/tar/writer.h"

namespace dareblopy::addon {

namespace {

struct OpenTar {
  std::mutex mutex;  // JavaScript makes one call at a time; this keeps a mistake from corrupting
  std::unique_ptr<tar::Writer> writer;
};

/// A step of writing on the pool.
class StepJob final : public JsJob {
 public:
  using Step = std::function<Status(OpenTar&)>;
  StepJob(Napi::Env env, std::shared_ptr<OpenTar> open, Step step, bool wraps = false)
      : JsJob(env, 1), open_(std::move(open)), step_(std::move(step)), wraps_(wraps) {}

 protected:
  void Run(size_t) override {
    std::lock_guard lock(open_->mutex);
    if (Status status = step_(*open_); !status.ok()) SetError(0, std::move(status.error()));
  }
  Napi::Value Settle(Napi::Env env) override {
    if (!wraps_) return env.Undefined();
    return Handle<OpenTar>::Wrap(env, std::move(open_));
  }

 private:
  std::shared_ptr<OpenTar> open_;
  Step step_;
  const bool wraps_;  // answers the handle
};

}  // namespace

Napi::Value TarCreate(const Napi::CallbackInfo& info) {
  const auto create = [path = info[0].As<Napi::String>().Utf8Value()](OpenTar& open) -> Status {
    DAREBLOPY_ASSIGN(open.writer, tar::Writer::Create(path));
    return {};
  };
  return JsJob::Start(
      std::make_shared<StepJob>(info.Env(), std::make_shared<OpenTar>(), create, true),
      info.Env().Undefined());
}

Napi::Value TarAdd(const Napi::CallbackInfo& info) {
  auto items = std::make_shared<Items>(ItemsFromJs(info[1]));
  if (items->items.size() != 1) throw Napi::TypeError::New(info.Env(), "expected one source");
  const auto given = info[2].As<Napi::Object>();
  tar::EntryInfo entry;
  entry.name = given.Get("name").As<Napi::String>();
  entry.modified = given.Get("modified").As<Napi::Number>().Int64Value();
  entry.mode = given.Get("mode").As<Napi::Number>().Uint32Value();
  const auto add = [items, entry](OpenTar& open) -> Status {
    ScratchBuffer scratch;
    DAREBLOPY_ASSIGN(const Bytes bytes, LoadItem(items->items[0], scratch));
    return open.writer->Add(entry, bytes);
  };
  return JsJob::Start(std::make_shared<StepJob>(info.Env(), Handle<OpenTar>::Get(info[0]), add),
                      info[3]);
}

Napi::Value TarClose(const Napi::CallbackInfo& info) {
  const auto close = [](OpenTar& open) { return open.writer->Close(); };
  return JsJob::Start(std::make_shared<StepJob>(info.Env(), Handle<OpenTar>::Get(info[0]), close),
                      info.Env().Undefined());
}

}  // namespace dareblopy::addon
