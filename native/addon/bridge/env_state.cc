#include "addon/bridge/env_state.h"

#include <utility>

#include "addon/bridge/js_job.h"
#include "addon/bridge/main_thread.h"
#include "core/base/thread_pool.h"

namespace dareblopy::addon {

namespace {

// How long the end of the process waits for jobs that run.
constexpr auto kMostWaitAtExit = std::chrono::seconds(5);
// How long the JavaScript thread takes part in a job before it goes on with its own work.
constexpr auto kMostHelp = std::chrono::microseconds(2000);
// And how long it waits then for what the other threads have in hand.
constexpr auto kMostSpin = std::chrono::microseconds(50);

void Pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace

void EnvState::Create(Napi::Env env) {
  auto state = std::make_shared<EnvState>();
  state->env_ = env;
  const Napi::String name = Napi::String::New(env, "dareblopy");
  const napi_status made = napi_create_threadsafe_function(
      env, nullptr, nullptr, name, 0, 1, nullptr, nullptr, state.get(), Drain, &state->wake_);
  if (made != napi_ok) throw Napi::Error::New(env, "cannot create a thread-safe function");
  state->late = std::make_shared<LateSources>([raw = state.get()] {
    napi_call_threadsafe_function(raw->wake_, nullptr, napi_tsfn_nonblocking);
  });
  // An idle archive must not keep the process alive: referenced only while a job is under way.
  napi_unref_threadsafe_function(env, state->wake_);
  // Hooks run last in, first out: ours comes before the thread-safe function's own.
  napi_add_env_cleanup_hook(env, TearDown, state.get());
  env.SetInstanceData(new std::shared_ptr<EnvState>(std::move(state)));
}

void EnvState::Start(const std::shared_ptr<JsJob>& job) {
  if (started_.empty()) napi_ref_threadsafe_function(env_, wake_);
  started_.insert(job);
  const bool may_help = job->MayHelp();
  {
    std::lock_guard lock(mutex_);
    ++running_;
    helped_ = may_help ? job.get() : nullptr;
    helped_is_complete_ = false;
  }
  const auto begin = Clock::now();
  ThreadPool::Shared().Submit(job, 0);
  job->PrepareAll(env_);
  if (may_help && Help(job, begin + kMostHelp)) {
    SettleOne(env_, job);
    UnrefWhenIdle();
  }
}

// Whether the job is complete. Small jobs are: waking a thread, and being woken by it, takes longer
// than reading some files that are in memory.
bool EnvState::Help(const std::shared_ptr<JsJob>& job, Clock::time_point until) {
  if (ThreadPool::Shared().Help(job, until)) {
    // What threads still have in hand is short, as all that they share with this one.
    const auto spin_until = Clock::now() + kMostSpin;
    while (!helped_is_complete_.load(std::memory_order_acquire) && Clock::now() < spin_until)
      Pause();
  }
  std::lock_guard lock(mutex_);
  helped_ = nullptr;
  return helped_is_complete_;
}

void EnvState::Complete(std::shared_ptr<JsJob> job) {
  std::lock_guard lock(mutex_);
  --running_;
  if (job.get() == helped_) {
    helped_is_complete_.store(true, std::memory_order_release);
    return;
  }
  complete_.push_back(std::move(job));
  if (closing_) {
    if (running_ == 0) all_complete_.notify_all();
    return;
  }
  // One wake-up for a whole group: whoever finishes while one is on its way only adds to it.
  if (complete_.size() == 1) napi_call_threadsafe_function(wake_, nullptr, napi_tsfn_nonblocking);
}

void EnvState::Drain(napi_env env, napi_value /*function*/, void* context, void* /*data*/) {
  if (env == nullptr) return;  // the thread-safe function is being finalised
  static_cast<EnvState*>(context)->Settle(Napi::Env(env));
}

void EnvState::Settle(Napi::Env env) {
  std::vector<std::shared_ptr<JsJob>> group;
  {
    std::lock_guard lock(mutex_);
    group.swap(complete_);
  }
  late->Drain(env);
  for (const auto& job : group) SettleOne(env, job);
  if (!group.empty()) UnrefWhenIdle();
}

void EnvState::SettleOne(Napi::Env env, const std::shared_ptr<JsJob>& job) {
  Napi::HandleScope scope(env);
  started_.erase(job);
  job->SettleOnJsThread(env);
}

void EnvState::UnrefWhenIdle() {
  if (started_.empty()) napi_unref_threadsafe_function(env_, wake_);
}

// The environment ends (a worker is terminated, the process exits): no thread may touch its memory
// after this returns, so jobs are cancelled and the ones that run are waited for. They look at
// their cancel flag between rows. A thread that a mount keeps in its read for good must not keep
// the process, which is about to end; a worker's memory others may get, so it is waited for.
void EnvState::TearDown(void* context) {
  auto* state = static_cast<EnvState*>(context);
  {
    std::lock_guard lock(state->mutex_);
    state->closing_ = true;
  }
  state->late->Close();
  for (const auto& job : state->started_) ThreadPool::Shared().Cancel(job);
  {
    std::unique_lock lock(state->mutex_);
    const auto none_runs = [state] { return state->running_ == 0; };
    if (IsMainThread()) {
      state->all_complete_.wait_for(lock, kMostWaitAtExit, none_runs);
    } else {
      state->all_complete_.wait(lock, none_runs);
    }
    state->complete_.clear();
  }
  for (const auto& job : state->started_) job->ReleaseJs();
  state->started_.clear();
  state->error_class.Reset();
  state->bytes_cutter.Reset();
  napi_release_threadsafe_function(state->wake_, napi_tsfn_abort);
}

}  // namespace dareblopy::addon
