// A job on the pool whose end settles a promise. Everything that is JavaScript's is touched on the
// JavaScript thread alone: in the constructor, in Settle, and in ReleaseJs.
#pragma once

#include <napi.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "addon/bridge/env_state.h"
#include "core/base/error.h"
#include "core/base/thread_pool.h"

namespace dareblopy::addon {

class JsJob : public Job {
 public:
  /// JavaScript thread.
  JsJob(Napi::Env env, size_t count, size_t grain = 1);

  /// JavaScript thread: starts the job; the answer is its promise. `cancel` is what createCancel()
  /// made, or undefined.
  static Napi::Value Start(const std::shared_ptr<JsJob>& job, Napi::Value cancel);

  /// Keeps a JavaScript value alive until the job is settled. JavaScript thread, before Start.
  void Keep(Napi::Value value);

 protected:
  /// Whether TryRun does anything: then the JavaScript thread takes part in the job for a moment.
  virtual bool MayHelp() const { return false; }
  /// From Run: leaves item `item` to an I/O thread, which runs `work` and so finishes it; what that
  /// throws fails it. Uses nothing but what the job owns.
  template <typename Work>
  void DoElsewhere(size_t item, Work work) {
    Await(item, [this, item, work = std::move(work)] { Guard(item, work); });
  }
  /// JavaScript thread, as the job starts: prepares items from `ready` on for the threads; the
  /// answer is how many are prepared then, the job's count in the end. Threads work on those while
  /// the next are prepared. A Napi::Error thrown here cancels the job and rejects its promise.
  virtual size_t Prepare(Napi::Env /*env*/, size_t /*ready*/) { return count(); }
  /// JavaScript thread, after the last item, when no error was set: the promise's value. A
  /// Napi::Error thrown here rejects it.
  virtual Napi::Value Settle(Napi::Env env) = 0;
  /// JavaScript thread, after the promise was settled or the environment ended: drop what belongs
  /// to JavaScript.
  virtual void DropJs() {}
  /// Any thread, while items run: the job fails with the error of its lowest item.
  void SetError(size_t item, Error error) noexcept;
  /// After the last item and before Settle, on a pool thread: what is left to do off the main
  /// thread.
  virtual void BeforeSettle() {}
  bool failed() const { return has_error_.load(std::memory_order_relaxed); }

  void Fail(size_t item, Error error) noexcept override { SetError(item, std::move(error)); }
  /// `status` of item `item`, run where it must not wait: notes an error. False where it would have
  /// had to wait.
  bool Settled(size_t item, Status status) noexcept;
  void Finish() noexcept final;

 private:
  friend class EnvState;
  void PrepareAll(Napi::Env env);
  void SettleOnJsThread(Napi::Env env) noexcept;
  void ResolveOrReject(Napi::Env env, napi_deferred deferred);
  void ReleaseJs();

  std::shared_ptr<EnvState> state_;
  napi_deferred deferred_ = nullptr;
  Napi::Reference<Napi::Array> kept_;
  Napi::Error prepare_error_;
  std::mutex error_mutex_;
  std::optional<Error> error_;
  size_t error_item_ = 0;
  std::atomic<bool> has_error_{false};
};

/// createCancel(): an object whose cancel() cancels every job that was started with it.
Napi::Value CreateCancel(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
