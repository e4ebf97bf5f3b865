#include "addon/zip/writer.h"

#include <functional>
#include <mutex>
#include <string>
#include <utility>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_error.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_memory.h"
#include "addon/io/items.h"
#include "addon/zip/open_writer.h"

namespace dareblopy::addon {

namespace {

// An entry made ready, with what keeps its plain bytes where they are.
struct Packed {
  Items items;
  Buffer read;
  Bytes plain;
  zip::PackedEntry entry;

  Bytes data() const { return entry.method == zip::kStored ? plain : entry.data.bytes(); }
};

class PackJob final : public JsJob {
 public:
  PackJob(Napi::Env env, Items items, zip::Method method, int level)
      : JsJob(env, 1), packed_(std::make_shared<Packed>()), method_(method), level_(level) {
    packed_->items = std::move(items);
  }

 protected:
  void Run(size_t) override {
    Status status = Load();
    if (!status.ok()) return SetError(0, std::move(status.error()));
    auto entry = zip::Pack(method_, level_, packed_->plain);
    if (!entry.ok()) return SetError(0, std::move(entry.error()));
    packed_->entry = std::move(entry).value();
    if (packed_->entry.method != zip::kStored) packed_->read = Buffer();
  }
  Napi::Value Settle(Napi::Env env) override {
    return Handle<Packed>::Wrap(env, std::move(packed_));
  }

 private:
  Status Load() {
    const Item& item = packed_->items.items[0];
    if (item.whole() && item.set->Memory(item.index).data() != nullptr) {
      packed_->plain = item.set->Memory(item.index);
      return {};
    }
    DAREBLOPY_ASSIGN(const uint64_t size, ItemSize(item));
    packed_->read.Resize(size);
    DAREBLOPY_TRY(ReadItem(item, packed_->read.mutable_bytes()));
    packed_->plain = packed_->read.bytes();
    return {};
  }

  std::shared_ptr<Packed> packed_;
  zip::Method method_;
  int level_;
};

// A step of writing on the pool.
class WriterJob final : public JsJob {
 public:
  using Step = std::function<Status(OpenWriter&)>;
  WriterJob(Napi::Env env, std::shared_ptr<OpenWriter> open, Step step)
      : JsJob(env, 1), open_(std::move(open)), step_(std::move(step)) {}

 protected:
  void Run(size_t) override {
    std::lock_guard lock(open_->mutex);
    Status status = step_(*open_);
    if (!status.ok()) SetError(0, std::move(status.error()));
  }
  Napi::Value Settle(Napi::Env env) override { return env.Undefined(); }

 private:
  std::shared_ptr<OpenWriter> open_;
  Step step_;
};

class CreateJob final : public JsJob {
 public:
  CreateJob(Napi::Env env, std::string path) : JsJob(env, 1), path_(std::move(path)) {}

 protected:
  void Run(size_t) override {
    auto writer = zip::Writer::Create(std::move(path_));
    if (!writer.ok()) return SetError(0, std::move(writer.error()));
    open_->writer = std::move(writer).value();
  }
  Napi::Value Settle(Napi::Env env) override {
    return Handle<OpenWriter>::Wrap(env, std::move(open_));
  }

 private:
  std::string path_;
  std::shared_ptr<OpenWriter> open_ = std::make_shared<OpenWriter>();
};

zip::EntryInfo InfoFromJs(Napi::Value value) {
  const auto given = value.As<Napi::Object>();
  zip::EntryInfo info;
  info.name = given.Get("name").As<Napi::String>();
  info.comment = given.Get("comment").As<Napi::String>();
  info.dos_modified = given.Get("dosModified").As<Napi::Number>().Uint32Value();
  info.unix_modified = given.Get("unixModified").As<Napi::Number>().Int64Value();
  info.align = given.Get("align").As<Napi::Number>().Uint32Value();
  CheckEntryInfo(value.Env(), info);
  return info;
}

Napi::Value StartStep(const Napi::CallbackInfo& info, WriterJob::Step step) {
  auto open = Handle<OpenWriter>::Get(info[0]);
  return JsJob::Start(std::make_shared<WriterJob>(info.Env(), std::move(open), std::move(step)),
                      info.Env().Undefined());
}

// What takes about as long as handing it to another thread and hearing from it, some 15 us.
bool PacksAtOnce(zip::Method method, int level, size_t size) {
  constexpr size_t kCopied = 64 << 10, kFast = 16 << 10, kDeflated = 1 << 10, kDense = 256;
  if (method == zip::kStored) return size <= kCopied;
  if (method == zip::kLz4) return size <= (level > 1 ? kDeflated : kFast);
  return size <= (level <= 9 ? kDeflated : kDense);
}

}  // namespace

Napi::Value ZipPack(const Napi::CallbackInfo& info) {
  Items items = ItemsFromJs(info[0]);
  if (items.items.size() != 1) throw Napi::TypeError::New(info.Env(), "expected one source");
  const int level = info[2].As<Napi::Number>().Int32Value();
  return JsJob::Start(
      std::make_shared<PackJob>(info.Env(), std::move(items), ZipMethodFromJs(info[1]), level),
      info[3]);
}

Napi::Value ZipCreate(const Napi::CallbackInfo& info) {
  return JsJob::Start(std::make_shared<CreateJob>(info.Env(), info[0].As<Napi::String>()),
                      info.Env().Undefined());
}

Napi::Value ZipAdd(const Napi::CallbackInfo& info) {
  return StartStep(
      info, [packed = Handle<Packed>::Get(info[1]), entry = InfoFromJs(info[2])](OpenWriter& open) {
        return open.writer->Add(entry, packed->entry, packed->data());
      });
}

Napi::Value ZipAddNow(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto open = Handle<OpenWriter>::Get(info[0]);
  const Bytes plain = MemoryOf(info[1]);
  const zip::Method method = ZipMethodFromJs(info[3]);
  const int level = info[4].As<Napi::Number>().Int32Value();
  if (!PacksAtOnce(method, level, plain.size())) return Napi::Boolean::New(env, false);
  const zip::EntryInfo entry = InfoFromJs(info[2]);
  std::unique_lock lock(open->mutex, std::try_to_lock);
  if (!lock.owns_lock() || !open->writer->HasRoom(entry, plain.size()))
    return Napi::Boolean::New(env, false);
  const zip::PackedEntry packed = ValueOrThrow(env, zip::Pack(method, level, plain));
  const Bytes data = packed.method == zip::kStored ? plain : packed.data.bytes();
  const Status status = open->writer->Add(entry, packed, data);
  return Napi::Boolean::New(env, status.ok());  // else it is told, and failed, the long way
}

Napi::Value ZipWritten(const Napi::CallbackInfo& info) {
  const zip::Writer& writer = *Handle<OpenWriter>::Get(info[0])->writer;
  const auto written = Napi::Array::New(info.Env(), 2);
  written.Set(0u, static_cast<double>(writer.entry_count()));
  written.Set(1u, static_cast<double>(writer.plain_size()));
  return written;
}

Napi::Value ZipBegin(const Napi::CallbackInfo& info) {
  return StartStep(info, [entry = InfoFromJs(info[1]), method = ZipMethodFromJs(info[2]),
                          level = info[3].As<Napi::Number>().Int32Value()](OpenWriter& open) {
    return open.writer->Begin(entry, method, level);
  });
}

Napi::Value ZipWrite(const Napi::CallbackInfo& info) {
  auto bytes = std::make_shared<Buffer>();
  bytes->Append(MemoryOf(info[1]));
  return StartStep(info, [bytes](OpenWriter& open) { return open.writer->Write(bytes->bytes()); });
}

Napi::Value ZipEnd(const Napi::CallbackInfo& info) {
  return StartStep(info, [](OpenWriter& open) { return open.writer->End(); });
}

Napi::Value ZipClose(const Napi::CallbackInfo& info) {
  return StartStep(
      info, [comment = info[1].As<Napi::String>().Utf8Value(), sync = info[2].ToBoolean().Value()](
                OpenWriter& open) { return open.writer->Close(comment, sync); });
}

}  // namespace dareblopy::addon
