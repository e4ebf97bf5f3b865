// repackJpeg: a JPEG to the same image in other codes.
#include "addon/jpeg/repack_jpeg.h"

#include <memory>

#include "addon/bridge/js_job.h"
#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_value.h"
#include "addon/io/items.h"
#include "addon/jpeg/options.h"
#include "core/base/buffer.h"
#include "core/jpeg/backend.h"

namespace dareblopy::addon {

namespace {

class RepackJob final : public JsJob {
 public:
  RepackJob(Napi::Env env, Items items, const jpeg::RepackOptions& options)
      : JsJob(env, 1), items_(std::move(items)), options_(options) {
    options_.cancelled = cancel_flag();
  }

 protected:
  void Run(size_t) override {
    const Item& item = items_.items.front();
    Status status = Repack(item);
    if (status.ok()) return;
    Error& error = status.error();
    if (error.path.empty()) error.path = item.set->Name(item.index);
    SetError(0, std::move(error));
  }
  Napi::Value Settle(Napi::Env env) override {
    return NewTypedArray(env, DType::uint8, NewBufferOf(env, out_.bytes()), 0, out_.size());
  }

 private:
  Status Repack(const Item& item) {
    DAREBLOPY_ASSIGN(const jpeg::Backend* backend, jpeg::FindBackend(jpeg::BackendId::turbo));
    ScratchBuffer scratch;
    DAREBLOPY_ASSIGN(const Bytes data, LoadItem(item, scratch));
    return backend->Repack(data, options_, out_);
  }

  Items items_;
  jpeg::RepackOptions options_;
  Buffer out_;
};

}  // namespace

Napi::Value RepackJpeg(const Napi::CallbackInfo& info) {
  Items items = ItemsFromJs(info[0]);
  const auto options = RepackOptionsFromJs(info[1].As<Napi::Object>());
  return JsJob::Start(std::make_shared<RepackJob>(info.Env(), std::move(items), options), info[2]);
}

}  // namespace dareblopy::addon
