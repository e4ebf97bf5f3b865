// What the addon keeps for one environment (the main thread, or a worker): its thread-safe
// function, the jobs that are under way, and the completions that wait to be settled. Several
// environments share the process's one ThreadPool.
#pragma once

#include <napi.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <unordered_set>
#include <vector>

#include "addon/bridge/bytes_cutter.h"
#include "addon/bridge/late_sources.h"

namespace dareblopy::addon {

class JsJob;

class EnvState {
 public:
  /// JavaScript thread, once an environment: makes the state and the hook that tears it down.
  static void Create(Napi::Env env);
  static EnvState& Of(Napi::Env env) { return **env.GetInstanceData<std::shared_ptr<EnvState>>(); }

  /// JavaScript thread: takes the job into the set of those under way, submits it to the pool, and
  /// helps with it for a moment. A job that is finished by then is settled at once.
  void Start(const std::shared_ptr<JsJob>& job);
  /// Any thread: the job has finished; it is settled on the JavaScript thread with the next group.
  void Complete(std::shared_ptr<JsJob> job);

  /// The class that errors are made of; core hands it in. Empty before that.
  Napi::FunctionReference error_class;
  BytesCutter bytes_cutter;
  /// Fetches bytes in this environment.
  std::shared_ptr<LateSources> late;

  EnvState() = default;
  EnvState(const EnvState&) = delete;
  EnvState& operator=(const EnvState&) = delete;

 private:
  using Clock = std::chrono::steady_clock;

  static void Drain(napi_env env, napi_value function, void* context, void* data);
  static void TearDown(void* state);
  void Settle(Napi::Env env);
  void SettleOne(Napi::Env env, const std::shared_ptr<JsJob>& job);
  void UnrefWhenIdle();
  bool Help(const std::shared_ptr<JsJob>& job, Clock::time_point until);

  Napi::Env env_{nullptr};
  napi_threadsafe_function wake_ = nullptr;             // unreferenced while nothing is under way
  std::unordered_set<std::shared_ptr<JsJob>> started_;  // JavaScript thread only

  std::mutex mutex_;
  std::condition_variable all_complete_;
  std::vector<std::shared_ptr<JsJob>> complete_;  // guarded by mutex_
  size_t running_ = 0;                            // started and not complete; guarded by mutex_
  bool closing_ = false;                          // guarded by mutex_
  JsJob* helped_ = nullptr;  // the job that Start is helping with; guarded by mutex_
  std::atomic<bool> helped_is_complete_{false};
};

}  // namespace dareblopy::addon
