#include "addon/zip/pack_many.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_job.h"
#include "addon/io/items.h"
#include "addon/zip/open_writer.h"
#include "core/zip/pack_many.h"

namespace dareblopy::addon {

namespace {

struct Packing {
  std::shared_ptr<OpenWriter> open;
  Items items;  // keeps the sources
  std::unique_ptr<zip::PackMany> pack;
};

class PackRunJob final : public JsJob {
 public:
  PackRunJob(Napi::Env env, std::shared_ptr<Packing> packing, size_t begin, size_t end)
      : JsJob(env, end - begin, Grain(end - begin)), packing_(std::move(packing)), begin_(begin) {}

 protected:
  void Run(size_t item) override {
    Status status = packing_->pack->Run(begin_ + item, cancel_flag());
    if (!status.ok()) SetError(item, std::move(status.error()));
  }
  Napi::Value Settle(Napi::Env env) override { return env.Undefined(); }

 private:
  // Many items a job are small ones.
  static size_t Grain(size_t count) {
    constexpr size_t kMost = 16, kClaims = 8;
    return std::clamp(count / (kClaims * ThreadPool::Shared().threads()), size_t{1}, kMost);
  }

  std::shared_ptr<Packing> packing_;
  const size_t begin_;
};

std::vector<zip::PackSource> SourcesFromJs(const std::vector<Item>& items, Napi::Object given) {
  const Napi::Env env = given.Env();
  const auto names = given.Get("names").As<Napi::Array>();
  const Napi::Value comments = given.Get("comments");
  const auto numbers = given.Get("numbers").As<Napi::Float64Array>();
  constexpr size_t kNumbers = 5;
  if (names.Length() != items.size() || numbers.ElementLength() != kNumbers * items.size())
    throw Napi::TypeError::New(env, "expected as many names and numbers as sources");
  std::vector<zip::PackSource> sources;
  sources.reserve(items.size());
  const double* number = numbers.Data();
  for (uint32_t i = 0; i < items.size(); ++i, number += kNumbers) {
    const Napi::HandleScope scope(env);
    zip::PackSource source;
    source.item = items[i];
    source.info.name = names.Get(i).As<Napi::String>();
    if (!comments.IsUndefined())
      source.info.comment = comments.As<Napi::Array>().Get(i).As<Napi::String>();
    source.info.dos_modified = static_cast<uint32_t>(number[0]);
    source.info.unix_modified = static_cast<int64_t>(number[1]);
    source.info.align = static_cast<uint32_t>(number[2]);
    source.method = static_cast<zip::Method>(number[3]);
    source.level = static_cast<int>(number[4]);
    CheckEntryInfo(env, source.info);
    sources.push_back(std::move(source));
  }
  return sources;
}

zip::LocalTime LocalTimeFromJs(Napi::Value value) {
  const auto table = value.As<Napi::Float64Array>();
  zip::LocalTime local;
  for (size_t i = 0; i + 1 < table.ElementLength(); i += 2) {
    local.begins.push_back(static_cast<int64_t>(table[i]));
    local.offsets.push_back(static_cast<int32_t>(table[i + 1]));
  }
  return local;
}

}  // namespace

Napi::Value ZipPackMany(const Napi::CallbackInfo& info) {
  auto packing = std::make_shared<Packing>();
  packing->open = Handle<OpenWriter>::Get(info[0]);
  packing->items = ItemsFromJs(info[1]);
  auto sources = SourcesFromJs(packing->items.items, info[2].As<Napi::Object>());
  const size_t count = sources.size();
  OpenWriter& open = *packing->open;
  packing->pack = std::make_unique<zip::PackMany>(
      *open.writer, open.mutex, count,
      [sources = std::move(sources)](size_t index) { return sources[index]; }, zip::LocalTime());
  return Handle<Packing>::Wrap(info.Env(), std::move(packing));
}

Napi::Value ZipPackFolder(const Napi::CallbackInfo& info) {
  auto packing = std::make_shared<Packing>();
  packing->open = Handle<OpenWriter>::Get(info[0]);
  packing->items.sets.push_back(Handle<SourceSet>::Get(info[1]));
  const SourceSet* set = packing->items.sets[0].get();
  const auto given = info[2].As<Napi::Object>();
  zip::PackSource like;
  like.info.name = given.Get("prefix").As<Napi::String>();
  like.info.align = given.Get("align").As<Napi::Number>().Uint32Value();
  CheckEntryInfo(info.Env(), like.info);
  like.method = ZipMethodFromJs(given.Get("method"));
  like.level = given.Get("level").As<Napi::Number>().Int32Value();
  like.dated_by_file = true;
  OpenWriter& open = *packing->open;
  packing->pack = std::make_unique<zip::PackMany>(
      *open.writer, open.mutex, set->count(),
      [set, like](size_t index) {
        zip::PackSource source = like;
        source.item = Item{set, index};
        source.info.name += set->Name(index);
        return source;
      },
      LocalTimeFromJs(info[3]));
  return Handle<Packing>::Wrap(info.Env(), std::move(packing));
}

Napi::Value ZipPackRun(const Napi::CallbackInfo& info) {
  auto packing = Handle<Packing>::Get(info[0]);
  const auto begin = static_cast<size_t>(info[1].As<Napi::Number>().Int64Value());
  const auto end = static_cast<size_t>(info[2].As<Napi::Number>().Int64Value());
  if (begin > end || end > packing->pack->count())
    throw Napi::RangeError::New(info.Env(), "a source lies outside the list");
  return JsJob::Start(std::make_shared<PackRunJob>(info.Env(), std::move(packing), begin, end),
                      info[3]);
}

}  // namespace dareblopy::addon
