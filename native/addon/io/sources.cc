#include "addon/io/sources.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_text.h"
#include "core/io/file_set.h"
#include "core/io/memory_set.h"
#include "core/io/no_wait.h"
#include "core/io/path_set.h"

namespace dareblopy::addon {

namespace {

class OpenFileJob final : public JsJob {
 public:
  OpenFileJob(Napi::Env env, std::string path) : JsJob(env, 1), path_(std::move(path)) {}

 protected:
  void Run(size_t) override {
    {
      const NoWait no_wait;
      if (Settled(0, Open())) return;
    }
    DoElsewhere(0, [this] { Settled(0, Open()); });
  }
  Napi::Value Settle(Napi::Env env) override {
    Napi::Object result = Napi::Object::New(env);
    result.Set("size", Napi::Number::New(env, static_cast<double>(file_->size())));
    result.Set("mtimeMs", Napi::Number::New(env, static_cast<double>(file_->mtime_ns()) / 1e6));
    result.Set("set", Handle<SourceSet>::Wrap(env, std::make_shared<FileSet>(std::move(file_))));
    return result;
  }

 private:
  Status Open() {
    DAREBLOPY_ASSIGN(file_, File::Open(path_));
    return {};
  }

  std::string path_;
  std::shared_ptr<File> file_;
};

}  // namespace

Napi::Value NewMemorySet(const Napi::CallbackInfo& info) {
  const auto views = info[0].As<Napi::Array>();
  auto set = std::make_shared<MemorySet>();
  const uint32_t count = views.Length();
  if (info[1].IsUndefined()) {
    std::vector<Bytes> items;
    items.reserve(count);
    for (uint32_t i = 0; i < count; ++i) items.push_back(MemoryOf(views.Get(i)));
    set->AddAll(items);
    return Handle<SourceSet>::Wrap(info.Env(), std::move(set));
  }
  for (uint32_t i = 0; i < count; ++i) {
    set->Add(MemoryOf(views.Get(i)), info[1].As<Napi::Array>().Get(i).As<Napi::String>());
  }
  return Handle<SourceSet>::Wrap(info.Env(), std::move(set));
}

Napi::Value NewPathSet(const Napi::CallbackInfo& info) {
  const std::string joined = info[0].As<Napi::String>();
  const size_t count = info[1].As<Napi::Number>().Uint32Value();
  const auto paths = SplitTexts(joined, count);
  if (paths.size() != count)
    throw Napi::TypeError::New(info.Env(), "Expected a path without null bytes");
  return Handle<SourceSet>::Wrap(
      info.Env(), std::make_shared<PathSet>(std::vector<std::string>(paths.begin(), paths.end())));
}

Napi::Value OpenFile(const Napi::CallbackInfo& info) {
  return JsJob::Start(std::make_shared<OpenFileJob>(info.Env(), info[0].As<Napi::String>()),
                      info[1]);
}

Napi::Value SourceCount(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(),
                           static_cast<double>(Handle<SourceSet>::Get(info[0])->count()));
}

Napi::Value SourceName(const Napi::CallbackInfo& info) {
  const auto set = Handle<SourceSet>::Get(info[0]);
  const double index = info[1].As<Napi::Number>();
  if (!(index >= 0) || static_cast<uint64_t>(index) >= set->count()) {
    throw Napi::RangeError::New(info.Env(), "an item lies outside its source");
  }
  return Napi::String::New(info.Env(), set->Name(static_cast<uint64_t>(index)));
}

}  // namespace dareblopy::addon
