#include "addon/bridge/late_sources.h"

#include <map>
#include <string>
#include <utility>

#include "addon/bridge/env_state.h"
#include "addon/bridge/handle.h"
#include "addon/bridge/js_memory.h"

namespace dareblopy::addon {

namespace {

Error AbortedError() { return {ErrorCode::ABORTED, "the environment that fetches has ended"}; }

uint64_t NumberOf(Napi::Value value) {
  return static_cast<uint64_t>(value.As<Napi::Number>().Int64Value());
}

}  // namespace

void LateSources::Fetch(std::shared_ptr<LateRequest> request) {
  {
    std::lock_guard lock(mutex_);
    if (!closed_) {
      wanted_.push_back(std::move(request));
      if (wanted_.size() + forgotten_.size() == 1) wake_();
      return;
    }
  }
  request->Fail(AbortedError());
}

void LateSources::Forget(uint64_t source) {
  std::lock_guard lock(mutex_);
  if (closed_) return;
  forgotten_.push_back(source);
  if (wanted_.size() + forgotten_.size() == 1) wake_();
}

void LateSources::Drain(Napi::Env env) noexcept {
  try {
    AskForWanted(env);
  } catch (...) {  // NOLINT: the environment is being terminated, and Close tells those who wait
  }
}

void LateSources::AskForWanted(Napi::Env env) {
  std::map<uint64_t, std::vector<double>> asked;  // by source
  std::vector<uint64_t> forgotten;
  {
    std::lock_guard lock(mutex_);
    forgotten.swap(forgotten_);
    for (auto& request : std::exchange(wanted_, {})) {
      const auto begin = static_cast<double>(request->begin());
      const double end = begin + static_cast<double>(request->size());
      auto& list = asked[request->source()];
      list.insert(list.end(), {static_cast<double>(next_), begin, end});
      asked_.emplace(next_++, std::move(request));
    }
  }
  for (const auto& [source, list] : asked) {
    Napi::HandleScope scope(env);
    auto requests = Napi::Float64Array::New(env, list.size());
    std::copy(list.begin(), list.end(), requests.Data());
    fetch.Call({Napi::Number::New(env, static_cast<double>(source)), requests});
  }
  for (const uint64_t source : forgotten) {
    Napi::HandleScope scope(env);
    forget.Call({Napi::Number::New(env, static_cast<double>(source))});
  }
}

std::shared_ptr<LateRequest> LateSources::Take(uint64_t request) {
  std::lock_guard lock(mutex_);
  auto node = asked_.extract(request);
  return node.empty() ? nullptr : std::move(node.mapped());
}

void LateSources::Deliver(uint64_t request, Bytes bytes) {
  if (const auto taken = Take(request)) taken->Deliver(bytes);
}

void LateSources::Fail(uint64_t request, Error error) {
  if (const auto taken = Take(request)) taken->Fail(std::move(error));
}

void LateSources::Close() {
  decltype(wanted_) waiting;
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
    wake_ = nullptr;
    waiting.swap(wanted_);
    for (auto& [number, request] : asked_) waiting.push_back(std::move(request));
    asked_.clear();
  }
  for (const auto& request : waiting) request->Fail(AbortedError());
  fetch.Reset();
  forget.Reset();
}

Napi::Value SetLateFetcher(const Napi::CallbackInfo& info) {
  LateSources& late = *EnvState::Of(info.Env()).late;
  late.fetch = Napi::Persistent(info[0].As<Napi::Function>());
  late.forget = Napi::Persistent(info[1].As<Napi::Function>());
  return info.Env().Undefined();
}

Napi::Value NewLateSet(const Napi::CallbackInfo& info) {
  auto set = std::make_shared<LateSet>(EnvState::Of(info.Env()).late, NumberOf(info[0]),
                                       info[1].As<Napi::String>().Utf8Value(), NumberOf(info[2]));
  return Handle<SourceSet>::Wrap(info.Env(), std::move(set));
}

Napi::Value DeliverLate(const Napi::CallbackInfo& info) {
  EnvState::Of(info.Env()).late->Deliver(NumberOf(info[0]), MemoryOf(info[1]));
  return info.Env().Undefined();
}

Napi::Value FailLate(const Napi::CallbackInfo& info) {
  const std::string code = info[1].As<Napi::String>();
  Error error{ErrorCodeOf(code).value_or(ErrorCode::IO_ERROR), info[2].As<Napi::String>()};
  EnvState::Of(info.Env()).late->Fail(NumberOf(info[0]), std::move(error));
  return info.Env().Undefined();
}

}  // namespace dareblopy::addon
