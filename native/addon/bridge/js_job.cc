#include "addon/bridge/js_job.h"

#include <exception>
#include <utility>
#include <vector>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_error.h"
#include "core/io/no_wait.h"

namespace dareblopy::addon {

namespace {

// The jobs that one AbortSignal stops. JavaScript thread only.
struct CancelList {
  std::vector<std::weak_ptr<JsJob>> jobs;
};

}  // namespace

JsJob::JsJob(Napi::Env env, size_t count, size_t grain)
    : Job(count, grain), state_(*env.GetInstanceData<std::shared_ptr<EnvState>>()) {}

void JsJob::Keep(Napi::Value value) {
  if (kept_.IsEmpty()) kept_ = Napi::Persistent(Napi::Array::New(value.Env()));
  Napi::Array list = kept_.Value();
  list.Set(list.Length(), value);
}

Napi::Value JsJob::Start(const std::shared_ptr<JsJob>& job, Napi::Value cancel) {
  napi_value promise = nullptr;
  napi_env env = cancel.Env();
  if (napi_create_promise(env, &job->deferred_, &promise) != napi_ok) throw Napi::Error::New(env);
  if (cancel.IsObject()) {
    auto& jobs = Handle<CancelList>::Get(cancel)->jobs;
    std::erase_if(jobs, [](const auto& weak) { return weak.expired(); });
    jobs.push_back(job);
  }
  job->state_->Start(job);
  return {env, promise};
}

// Threads begin with the first items while the last are prepared.
void JsJob::PrepareAll(Napi::Env env) {
  constexpr size_t kFew = 4;  // the JavaScript thread does these before another one is awake
  const bool wake = !MayHelp() || count() > kFew;
  try {
    for (size_t ready = 0; ready < count();) {
      Napi::HandleScope scope(env);
      ready = Prepare(env, ready);
      ThreadPool::Shared().Publish(shared_from_this(), ready, wake);
    }
  } catch (const Napi::Error& error) {
    prepare_error_ = error;
    ThreadPool::Shared().Cancel(shared_from_this());
  }
}

bool JsJob::Settled(size_t item, Status status) noexcept {
  if (status.ok()) return true;
  if (WouldWait(status.error())) return false;
  SetError(item, std::move(status.error()));
  return true;
}

void JsJob::SetError(size_t item, Error error) noexcept {
  std::lock_guard lock(error_mutex_);
  if (has_error_ && error_item_ <= item) return;
  error_ = std::move(error);
  error_item_ = item;
  has_error_ = true;
}

void JsJob::Finish() noexcept {
  if (!cancelled() && !failed()) {
    try {
      BeforeSettle();
    } catch (const std::exception&) {
      SetError(0, Error{ErrorCode::OUT_OF_MEMORY, "out of memory"});
    }
  }
  state_->Complete(std::static_pointer_cast<JsJob>(shared_from_this()));
}

void JsJob::SettleOnJsThread(Napi::Env env) noexcept {
  try {
    ResolveOrReject(env, std::exchange(deferred_, nullptr));
  } catch (...) {  // NOLINT: the environment is being terminated, and every call to it fails
  }
  ReleaseJs();
}

void JsJob::ResolveOrReject(Napi::Env env, napi_deferred deferred) {
  try {
    if (!prepare_error_.IsEmpty()) throw Napi::Error(prepare_error_);
    {
      std::lock_guard lock(error_mutex_);  // an I/O thread may still be at a job that is cancelled
      if (has_error_) throw ToJsError(env, *error_);
    }
    if (cancelled()) throw ToJsError(env, Error{ErrorCode::ABORTED, "the operation was aborted"});
    napi_resolve_deferred(env, deferred, Settle(env));
  } catch (const Napi::Error& error) {
    napi_reject_deferred(env, deferred, error.Value());
  } catch (const std::exception&) {
    napi_reject_deferred(env, deferred,
                         ToJsError(env, Error{ErrorCode::OUT_OF_MEMORY, "out of memory"}).Value());
  }
}

void JsJob::ReleaseJs() {
  kept_.Reset();
  prepare_error_.Reset();
  DropJs();
}

Napi::Value CreateCancel(const Napi::CallbackInfo& info) {
  auto list = std::make_shared<CancelList>();
  Napi::Object object = Handle<CancelList>::Wrap(info.Env(), list);
  object.Set("cancel", Napi::Function::New(info.Env(), [list](const Napi::CallbackInfo&) {
               for (const auto& weak : std::exchange(list->jobs, {})) {
                 if (auto job = weak.lock()) ThreadPool::Shared().Cancel(job);
               }
             }));
  return object;
}

}  // namespace dareblopy::addon
