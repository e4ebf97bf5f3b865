#include "addon/zip/archive.h"

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_options.h"
#include "addon/bridge/js_value.h"
#include "addon/io/entry_list.h"
#include "addon/io/items.h"
#include "addon/zip/archive_handle.h"
#include "core/base/utf8.h"
#include "core/checksum/crc32.h"
#include "core/io/no_wait.h"
#include "core/zip/entry_name.h"

namespace dareblopy::addon {

namespace {

std::string CommentText(const std::string& raw) {
  const Bytes bytes(reinterpret_cast<const uint8_t*>(raw.data()), raw.size());
  if (IsUtf8(bytes)) return raw;
  std::string text;
  zip::AppendCp437(bytes, text);
  return text;
}

class OpenJob final : public JsJob {
 public:
  OpenJob(Napi::Env env, Items items, zip::ArchiveOptions options)
      : JsJob(env, 1), items_(std::move(items)), options_(options) {}

 protected:
  void Run(size_t) override {
    DoElsewhere(0, [this] { Settled(0, Open()); });
  }
  bool MayHelp() const override { return true; }
  bool TryRun(size_t) override {
    const Item& item = items_.items[0];
    if (!item.set->RangesAreCheap(item.index)) return false;
    const NoWait no_wait;
    return Settled(0, Open());
  }
  Napi::Value Settle(Napi::Env env) override {
    Napi::Object result = Napi::Object::New(env);
    result.Set("count", Napi::Number::New(env, static_cast<double>(archive_->count())));
    result.Set("comment", Napi::String::New(env, CommentText(archive_->comment())));
    result.Set("set", Handle<SourceSet>::Wrap(env, std::move(archive_)));
    return result;
  }

 private:
  Status Open() {
    const Item& item = items_.items[0];
    DAREBLOPY_ASSIGN(auto range,
                     SourceRange::Make(items_.sets[0], item.index, item.begin, item.end));
    DAREBLOPY_ASSIGN(archive_, zip::Archive::Open(std::move(range), options_));
    return {};
  }

  Items items_;
  zip::ArchiveOptions options_;
  std::shared_ptr<zip::Archive> archive_;
};

}  // namespace

ArchiveEntry ArchiveEntryOf(const Napi::CallbackInfo& info) {
  auto archive = GetAs<zip::Archive, SourceSet>(info[0]);
  const uint64_t index = EntryIndex(info[1], archive->count());
  return {std::move(archive), index};
}

Napi::Value ZipOpen(const Napi::CallbackInfo& info) {
  const auto given = info[1].As<Napi::Object>();
  zip::ArchiveOptions options;
  options.max_entry_bytes = OptionLimit(given, "maxEntryBytes");
  options.max_entries = OptionLimit(given, "maxEntries");
  options.max_ratio = OptionLimit(given, "maxRatio");
  options.verify = given.Get("verify").ToBoolean();
  Items items = ItemsFromJs(info[0]);
  if (items.items.size() != 1) throw Napi::TypeError::New(info.Env(), "expected one source");
  return JsJob::Start(std::make_shared<OpenJob>(info.Env(), std::move(items), options), info[2]);
}

Napi::Value ZipGlob(const Napi::CallbackInfo& info) {
  const auto archive = GetAs<zip::Archive, SourceSet>(info[0]);
  return EntriesThatMatch(info[1], archive->directory(), [&](size_t i, std::string_view name) {
    if (name.ends_with('/')) return false;
    return !archive->names().has_duplicates() || archive->Find(name) == i;
  });
}

Napi::Value ZipList(const Napi::CallbackInfo& info) {
  const auto archive = GetAs<zip::Archive, SourceSet>(info[0]);
  return EntriesUnder(info[1], archive->directory());
}

Napi::Value ZipStat(const Napi::CallbackInfo& info) {
  const auto [archive, index] = ArchiveEntryOf(info);
  const zip::EntryRecord& record = archive->directory().record(index);
  using Flag = zip::EntryRecord::Flag;
  const double fields[] = {
      static_cast<double>(record.size),        static_cast<double>(record.compressed_size),
      static_cast<double>(record.crc32),       static_cast<double>(record.method),
      static_cast<double>(record.modified),    record.has(Flag::kModifiedIsUnix) ? 1.0 : 0.0,
      record.has(Flag::kEncrypted) ? 1.0 : 0.0};
  return ToArray(info.Env(), fields);
}

Napi::Value ZipComment(const Napi::CallbackInfo& info) {
  const auto [archive, index] = ArchiveEntryOf(info);
  return Napi::String::New(info.Env(), std::string(archive->directory().comment(index)));
}

Napi::Value ZipFingerprint(const Napi::CallbackInfo& info) {
  const auto archive = GetAs<zip::Archive, SourceSet>(info[0]);
  const auto& directory = archive->directory();
  uint64_t digest = 0xCBF29CE484222325;  // FNV-1a over 64-bit words: the same on every machine
  const auto mix = [&](uint64_t word) {
    digest = (digest ^ word) * 0x100000001B3, digest ^= digest >> 29;
  };
  const auto mix_entry = [&](uint32_t index) {
    const zip::EntryRecord& record = directory.record(index);
    const std::string_view name = directory.name(index);
    mix(Crc32(0, Bytes(reinterpret_cast<const uint8_t*>(name.data()), name.size())));
    mix(uint64_t{record.crc32} << 32 ^ record.size);
  };
  size_t count = directory.count();
  if (info[1].IsTypedArray()) {
    const auto indices = info[1].As<Napi::Uint32Array>();
    count = indices.ElementLength();
    for (size_t i = 0; i < count; ++i) {
      if (indices[i] >= directory.count()) {
        throw Napi::RangeError::New(info.Env(), "an entry lies outside its archive");
      }
      mix_entry(indices[i]);
    }
  } else {
    for (size_t i = 0; i < count; ++i) mix_entry(static_cast<uint32_t>(i));
  }
  char text[48];
  std::snprintf(text, sizeof(text), "zip:%zu:%016llx", count,
                static_cast<unsigned long long>(digest));
  return Napi::String::New(info.Env(), text);
}

}  // namespace dareblopy::addon
