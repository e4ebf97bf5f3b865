#include "addon/zip/writer.h"

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_memory.h"
#include "addon/io/items.h"
#include "core/zip/writer.h"

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

struct OpenWriter {
  std::mutex
      mutex;  // JavaScript makes one call at a time; this keeps a mistake there from corrupting
  std::unique_ptr<zip::Writer> writer;
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
  // Lengths are 16 bits in the format; JavaScript checked them with an error of its own.
  if (info.name.size() > zip::kMostField || info.comment.size() > zip::kMostField ||
      info.align == 0 || info.align > 32768) {
    throw Napi::RangeError::New(value.Env(),
                                "an entry's name, comment or alignment is out of range");
  }
  return info;
}

Napi::Value StartStep(const Napi::CallbackInfo& info, WriterJob::Step step) {
  auto open = Handle<OpenWriter>::Get(info[0]);
  return JsJob::Start(std::make_shared<WriterJob>(info.Env(), std::move(open), std::move(step)),
                      info.Env().Undefined());
}

zip::Method MethodFromJs(Napi::Value value) {
  return static_cast<zip::Method>(value.As<Napi::Number>().Uint32Value());
}

}  // namespace

Napi::Value ZipPack(const Napi::CallbackInfo& info) {
  Items items = ItemsFromJs(info[0]);
  if (items.items.size() != 1) throw Napi::TypeError::New(info.Env(), "expected one source");
  const int level = info[2].As<Napi::Number>().Int32Value();
  return JsJob::Start(
      std::make_shared<PackJob>(info.Env(), std::move(items), MethodFromJs(info[1]), level),
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

Napi::Value ZipBegin(const Napi::CallbackInfo& info) {
  return StartStep(info, [entry = InfoFromJs(info[1]), method = MethodFromJs(info[2]),
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
  return StartStep(info, [comment = info[1].As<Napi::String>().Utf8Value()](OpenWriter& open) {
    return open.writer->Close(comment);
  });
}

}  // namespace dareblopy::addon
