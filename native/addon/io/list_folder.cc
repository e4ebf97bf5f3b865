#include "addon/io/list_folder.h"

#include <memory>
#include <string>
#include <utility>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_job.h"
#include "core/io/folder_set.h"

namespace dareblopy::addon {

namespace {

class ListFolderJob final : public JsJob {
 public:
  ListFolderJob(Napi::Env env, std::string path, FolderOptions options)
      : JsJob(env, 1), path_(std::move(path)), options_(std::move(options)) {}

 protected:
  void Run(size_t) override {
    DoElsewhere(0, [this] { Settled(0, List()); });
  }
  Napi::Value Settle(Napi::Env env) override {
    return Handle<SourceSet>::Wrap(env, std::move(set_));
  }

 private:
  Status List() {
    DAREBLOPY_ASSIGN(set_, FolderSet::List(path_, options_));
    return {};
  }

  std::string path_;
  FolderOptions options_;
  std::shared_ptr<FolderSet> set_;
};

}  // namespace

Napi::Value ListFolder(const Napi::CallbackInfo& info) {
  FolderOptions options{info[1].As<Napi::String>(), info[2].ToBoolean()};
  return JsJob::Start(
      std::make_shared<ListFolderJob>(info.Env(), info[0].As<Napi::String>(), std::move(options)),
      info[3]);
}

}  // namespace dareblopy::addon
