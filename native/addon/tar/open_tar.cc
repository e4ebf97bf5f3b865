#include "addon/tar/open_tar.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_options.h"
#include "addon/io/items.h"
#include "addon/stream/block_stream.h"
#include "core/io/kept_index.h"
#include "core/tar/scan.h"
#include "core/tar/tar_set.h"
#include "core/tar/tar_stream.h"

namespace dareblopy::addon {

namespace {

struct OpenOptions {
  uint64_t max_entry_bytes;
  uint64_t max_entries;
  bool cache;  // beside each archive
  bool stale_is_error;
  std::vector<std::string> index_paths;  // one an archive, or none
};

OpenOptions OptionsOf(Napi::Object object) {
  OpenOptions options;
  options.max_entry_bytes = OptionLimit(object, "maxEntryBytes");
  // Indices are 32 bits.
  options.max_entries = std::min<uint64_t>(OptionLimit(object, "maxEntries"), UINT32_MAX - 1);
  options.cache = object.Get("cache").ToBoolean();
  options.stale_is_error = object.Get("staleIsError").ToBoolean();
  options.index_paths = OptionTexts(object, "indexPaths");
  return options;
}

std::shared_ptr<SourceSet> OwnerOf(const Items& items, const Item& item) {
  return *std::find_if(items.sets.begin(), items.sets.end(),
                       [&](const auto& set) { return set.get() == item.set; });
}

class OpenTarJob final : public JsJob {
 public:
  OpenTarJob(Napi::Env env, Items items, OpenOptions options)
      : JsJob(env, items.items.size()),
        items_(std::move(items)),
        options_(std::move(options)),
        archives_(items_.items.size()) {}

 protected:
  void Run(size_t item) override {
    if (Status status = Index(item); !status.ok()) SetError(item, std::move(status.error()));
  }

  void BeforeSettle() override {
    std::vector<SourceRange> ranges;
    tar::Entries all;
    for (size_t i = 0; i < archives_.size(); ++i) {
      auto& archive = *archives_[i];
      ranges.push_back(archive.range);
      archive.count = archive.entries.count();
      if (archives_.size() == 1) {
        all = std::move(archive.entries);
      } else {
        all.AddAll(std::exchange(archive.entries, {}), static_cast<uint32_t>(i));
      }
    }
    if (all.count() > options_.max_entries) {
      Error error{ErrorCode::LIMIT_EXCEEDED, "the archives have more entries than maxEntries"};
      error.expected = options_.max_entries;
      error.actual = uint64_t{all.count()};
      return SetError(0, std::move(error));
    }
    set_ =
        std::make_shared<tar::TarSet>(std::move(ranges), std::move(all), options_.max_entry_bytes);
  }

  Napi::Value Settle(Napi::Env env) override {
    Napi::Array files = Napi::Array::New(env, archives_.size());
    for (uint32_t i = 0; i < archives_.size(); ++i) {
      const auto& archive = *archives_[i];
      Napi::Object file = Napi::Object::New(env);
      file.Set("path", archive.range.name());
      file.Set("size", Napi::Number::New(env, static_cast<double>(archive.range.size())));
      file.Set("entries", Napi::Number::New(env, static_cast<double>(archive.count)));
      file.Set("sample", Napi::Number::New(env, archive.identity.sample));
      file.Set("fromIndexFile", Napi::Boolean::New(env, archive.from_index));
      files.Set(i, file);
    }
    Napi::Object result = Napi::Object::New(env);
    result.Set("count", Napi::Number::New(env, static_cast<double>(set_->count())));
    result.Set("set", Handle<SourceSet>::Wrap(env, set_));
    result.Set("files", files);
    return result;
  }

 private:
  struct Archive {
    SourceRange range;
    FileIdentity identity{};
    tar::Entries entries{};
    size_t count = 0;
    bool from_index = false;
  };

  Status Index(size_t i) {
    const Item& item = items_.items[i];
    DAREBLOPY_ASSIGN(auto range,
                     SourceRange::Make(OwnerOf(items_, item), item.index, item.begin, item.end));
    Archive& archive = archives_[i].emplace(Archive{std::move(range)});
    DAREBLOPY_ASSIGN(archive.identity, IdentityOf(archive.range));
    const bool asked = !options_.index_paths.empty();
    const std::string path = asked            ? options_.index_paths[i]
                             : options_.cache ? KeptIndexPath(archive.range)
                                              : std::string();
    bool stale = false;
    if (!path.empty()) {
      if (auto entries = tar::LoadEntries(path, archive.identity, stale)) {
        archive.entries = std::move(*entries);
        archive.from_index = true;
        return {};
      }
      if (stale && options_.stale_is_error) {
        return Error{ErrorCode::TAR_INDEX_STALE,
                     "the kept index is of another archive, or of an older state of it", path};
      }
    }
    DAREBLOPY_ASSIGN(archive.entries,
                     tar::ScanEntries(archive.range, options_.max_entries, cancel_flag()));
    if (!path.empty()) {
      // Beside the archive is a convenience: a folder that cannot be written does without.
      Status saved = tar::SaveEntries(path, archive.identity, archive.entries);
      if (!saved.ok() && asked) return saved;
    }
    return {};
  }

  const Items items_;
  const OpenOptions options_;
  std::vector<std::optional<Archive>> archives_;
  std::shared_ptr<tar::TarSet> set_;
};

}  // namespace

Napi::Value TarOpen(const Napi::CallbackInfo& info) {
  return JsJob::Start(std::make_shared<OpenTarJob>(info.Env(), ItemsFromJs(info[0]),
                                                   OptionsOf(info[1].As<Napi::Object>())),
                      info[2]);
}

Napi::Value TarStream(const Napi::CallbackInfo& info) {
  const Items items = ItemsFromJs(info[0]);
  const auto object = info[1].As<Napi::Object>();
  tar::TarStreamOptions options;
  options.max_entry_bytes = OptionLimit(object, "maxEntryBytes");
  std::vector<tar::TarStream::Source> sources;
  for (const Item& item : items.items)
    sources.push_back({OwnerOf(items, item), item.index, item.begin, item.end});
  const size_t count = sources.size();
  const auto open = [sources = std::move(sources), options](size_t file) {
    return std::make_unique<tar::TarStream>(sources[file], options);
  };
  return WrapBlockSource(info.Env(),
                         std::make_unique<AheadStream>(count, open, AheadFromJs(object, count)));
}

}  // namespace dareblopy::addon
