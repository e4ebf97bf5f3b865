// Fetching the bytes of late sources in JavaScript: what threads ask for between two turns of the
// event loop goes there together, so that ranges that lie close together can be fetched as one.
#pragma once

#include <napi.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "core/io/late_set.h"

namespace dareblopy::addon {

class LateSources final : public LateFetcher {
 public:
  /// JavaScript thread. `wake`: has Drain called there soon; any thread.
  explicit LateSources(std::function<void()> wake) : wake_(std::move(wake)) {}

  void Fetch(std::shared_ptr<LateRequest> request) override;
  void Forget(uint64_t source) override;
  bool IsThisThread() const override { return std::this_thread::get_id() == thread_; }

  /// JavaScript thread: asks for what was wanted since the last time.
  void Drain(Napi::Env env) noexcept;
  /// JavaScript thread: what a request came to.
  void Deliver(uint64_t request, Bytes bytes);
  void Fail(uint64_t request, Error error);
  /// JavaScript thread: everything fails from now on; nobody waits any more.
  void Close();

  /// fetch(source, requests: Float64Array of [request, begin, end, ...]), which must not throw.
  Napi::FunctionReference fetch;
  /// forget(source).
  Napi::FunctionReference forget;

 private:
  void AskForWanted(Napi::Env env);
  std::shared_ptr<LateRequest> Take(uint64_t request);

  const std::thread::id thread_ = std::this_thread::get_id();
  std::mutex mutex_;
  std::function<void()> wake_;                        // guarded by mutex_, as all below
  std::vector<std::shared_ptr<LateRequest>> wanted_;  // not asked for yet
  std::vector<uint64_t> forgotten_;
  std::unordered_map<uint64_t, std::shared_ptr<LateRequest>> asked_;
  uint64_t next_ = 0;
  bool closed_ = false;
};

/// setLateFetcher(fetch, forget).
Napi::Value SetLateFetcher(const Napi::CallbackInfo& info);
/// lateSet(source, name, size) -> SourceSet handle.
Napi::Value NewLateSet(const Napi::CallbackInfo& info);
/// deliverLate(request, bytes).
Napi::Value DeliverLate(const Napi::CallbackInfo& info);
/// failLate(request, code, message).
Napi::Value FailLate(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
