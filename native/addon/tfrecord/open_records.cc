#include "addon/tfrecord/open_records.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_options.h"
#include "addon/bridge/js_value.h"
#include "addon/io/items.h"
#include "core/io/kept_index.h"
#include "core/io/loaded_item.h"
#include "core/io/no_wait.h"
#include "core/tfrecord/compression.h"
#include "core/tfrecord/record_reads.h"
#include "core/tfrecord/record_set.h"

namespace dareblopy::addon {

namespace {

using tfrecord::RecordSet;

struct OpenOptions {
  bool verify;
  tfrecord::ScanOptions scan;
  bool cache;  // beside each file
  bool stale_is_error;
  std::vector<std::string> index_paths;  // one a file, or none
};

OpenOptions OptionsOf(Napi::Object object) {
  OpenOptions options;
  options.verify = object.Get("verify").ToBoolean();
  options.scan.max_record_bytes =
      static_cast<uint64_t>(object.Get("maxRecordBytes").As<Napi::Number>().Int64Value());
  options.scan.stop_at_corrupt = object.Get("stopAtCorrupt").ToBoolean();
  options.cache = object.Get("cache").ToBoolean();
  options.stale_is_error = object.Get("staleIsError").ToBoolean();
  options.index_paths = OptionTexts(object, "indexPaths");
  return options;
}

class OpenRecordsJob final : public JsJob {
 public:
  OpenRecordsJob(Napi::Env env, Items items, OpenOptions options)
      : JsJob(env, items.items.size()),
        items_(std::move(items)),
        options_(std::move(options)),
        files_(items_.items.size()),
        identities_(items_.items.size()),
        from_cache_(items_.items.size()) {}

 protected:
  void Run(size_t item) override {
    DoElsewhere(item, [this, item] {
      if (Status status = Index(item); !status.ok()) SetError(item, std::move(status.error()));
    });
  }

  void BeforeSettle() override {
    set_ = std::make_shared<RecordSet>(std::move(files_), options_.verify);
  }

  Napi::Value Settle(Napi::Env env) override {
    const auto& indexed = set_->files();
    Napi::Array files = Napi::Array::New(env, indexed.size());
    for (uint32_t i = 0; i < indexed.size(); ++i) {
      Napi::Object file = Napi::Object::New(env);
      file.Set("path", indexed[i].range.name());
      file.Set("size", Napi::Number::New(env, static_cast<double>(indexed[i].range.size())));
      file.Set("records",
               Napi::Number::New(env, static_cast<double>(indexed[i].offsets.size() - 1)));
      file.Set("sample", Napi::Number::New(env, identities_[i].sample));
      file.Set("fromIndexFile", Napi::Boolean::New(env, from_cache_[i] != 0));
      files.Set(i, file);
    }
    Napi::Object result = Napi::Object::New(env);
    result.Set("set", Handle<SourceSet>::Wrap(env, set_));
    result.Set("files", files);
    return result;
  }

 private:
  Status Index(size_t i) {
    const Item& item = items_.items[i];
    auto owner = std::shared_ptr<const SourceSet>();
    for (const auto& set : items_.sets) {
      if (set.get() == item.set) owner = set;
    }
    DAREBLOPY_ASSIGN(auto range,
                     SourceRange::Make(std::move(owner), item.index, item.begin, item.end));
    DAREBLOPY_ASSIGN(identities_[i], IdentityOf(range));
    const auto [path, wanted] = IndexPath(i, range);
    bool stale = false;
    if (!path.empty()) {
      if (auto offsets = tfrecord::LoadIndex(path, identities_[i], stale)) {
        files_[i] = {std::move(range), std::move(*offsets)};
        from_cache_[i] = 1;
        return {};
      }
      if (stale && options_.stale_is_error) {
        return Error{ErrorCode::TFRECORD_INDEX_STALE,
                     "the kept index is of another file, or of an older state of it", path};
      }
    }
    DAREBLOPY_ASSIGN(auto offsets, tfrecord::ScanRecords(range, options_.scan, cancel_flag()));
    if (!path.empty()) {
      // Beside the file is a convenience: a folder that cannot be written does without.
      Status saved = tfrecord::SaveIndex(path, identities_[i], offsets);
      if (!saved.ok() && wanted) return saved;
    }
    files_[i] = {std::move(range), std::move(offsets)};
    return {};
  }

  /// Where the index is kept, and whether it must be possible to write it.
  std::pair<std::string, bool> IndexPath(size_t i, const SourceRange& range) const {
    if (!options_.index_paths.empty()) return {options_.index_paths[i], true};
    return {options_.cache ? KeptIndexPath(range) : std::string(), false};
  }

  const Items items_;
  const OpenOptions options_;
  std::vector<RecordSet::IndexedFile> files_;
  std::vector<FileIdentity> identities_;
  std::vector<uint8_t> from_cache_;
  std::shared_ptr<RecordSet> set_;
};

/// Many small reads: a thread claims some dozens at a time, which lie near each other in the file.
class ReadRecordsJob final : public JsJob {
 public:
  ReadRecordsJob(std::unique_ptr<tfrecord::RecordReads> reads, const NewBuffer& memory)
      : JsJob(memory.buffer.Env(), reads->count(), kGrain),
        reads_(std::move(reads)),
        memory_(memory.data) {
    Keep(memory.buffer);
  }

 protected:
  void Run(size_t n) override {
    WaitMeter& meter = reads_->set().meter();
    if (!meter.may_wait()) return Note(n, reads_->Read(n, memory_));
    Status status;
    {
      const NoWait no_wait;
      status = reads_->Read(n, memory_);
    }
    if (status.ok() || !WouldWait(status.error())) {
      meter.Note(0, 0);
      return Note(n, std::move(status));
    }
    std::call_once(sized_, [this] { loaded_.resize(count()); });
    Await(n, [this, n] { loaded_[n].Load({&reads_->set(), reads_->index(n)}); });
  }
  bool resumes() const override { return true; }
  void Resume(size_t n) override {
    LoadedItem loaded = std::move(loaded_[n]);
    if (loaded.status().ok()) reads_->Put(n, loaded.bytes(), memory_);
    Note(n, std::move(loaded.status()));
  }
  Napi::Value Settle(Napi::Env env) override { return env.Undefined(); }

 private:
  void Note(size_t n, Status status) {
    if (!status.ok()) SetError(reads_->asked(n), std::move(status.error()));
  }

  static constexpr size_t kGrain = 64;
  std::vector<LoadedItem> loaded_;  // by read; empty before the first has to be waited for
  std::once_flag sized_;
  const std::unique_ptr<tfrecord::RecordReads> reads_;
  uint8_t* const memory_;
};

}  // namespace

Napi::Value ReadRecords(const Napi::CallbackInfo& info) {
  const auto set = GetAs<RecordSet, SourceSet>(info[0]);
  const auto list = info[1].As<Napi::Float64Array>();
  std::vector<uint64_t> indices(list.ElementLength());
  for (size_t i = 0; i < indices.size(); ++i) {
    indices[i] = static_cast<uint64_t>(list[i]);
    if (indices[i] >= set->count()) throw Napi::RangeError::New(info.Env(), "no such record");
  }
  auto reads = std::make_unique<tfrecord::RecordReads>(set, indices);
  auto ends = NewNumbers<Napi::Float64Array>(info.Env(), indices.size());
  for (size_t i = 0; i < indices.size(); ++i) ends[i] = static_cast<double>(reads->end(i));
  const NewBuffer memory = NewUninitialisedBuffer(info.Env(), reads->size());
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("buffer", memory.buffer);
  result.Set("ends", ends);
  result.Set("done",
             JsJob::Start(std::make_shared<ReadRecordsJob>(std::move(reads), memory), info[2]));
  return result;
}

Napi::Value OpenRecords(const Napi::CallbackInfo& info) {
  return JsJob::Start(std::make_shared<OpenRecordsJob>(info.Env(), ItemsFromJs(info[0]),
                                                       OptionsOf(info[1].As<Napi::Object>())),
                      info[2]);
}

Napi::Value RecordAt(const Napi::CallbackInfo& info) {
  const auto set = GetAs<RecordSet, SourceSet>(info[0]);
  const auto file = info[1].As<Napi::Number>().Uint32Value();
  const auto offset = static_cast<uint64_t>(info[2].As<Napi::Number>().Int64Value());
  const uint64_t index = file < set->files().size() ? set->IndexAt(file, offset) : set->count();
  return Napi::Number::New(info.Env(), index == set->count() ? -1.0 : static_cast<double>(index));
}

Napi::Value DetectCompression(const Napi::CallbackInfo& info) {
  const auto compression = tfrecord::DetectCompression(MemoryOf(info[0]));
  return Napi::String::New(
      info.Env(), std::string(tfrecord::kCompressionNames[static_cast<size_t>(compression)]));
}

}  // namespace dareblopy::addon
