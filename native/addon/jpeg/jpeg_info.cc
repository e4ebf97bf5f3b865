// readJpegInfo: what a JPEG says about itself, from as few bytes as will do.
#include "addon/jpeg/jpeg_info.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "addon/bridge/js_error.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_value.h"
#include "addon/io/items.h"
#include "core/jpeg/header.h"

namespace dareblopy::addon {

namespace {

/// The parts of a header that are copied out only when asked for.
struct Wanted {
  bool exif = false;
  bool icc = false;
};

Wanted WantedFromJs(Napi::Value value) {
  const auto object = value.As<Napi::Object>();
  return {object.Get("exif").ToBoolean(), object.Get("icc").ToBoolean()};
}

struct Info {
  jpeg::Header header;
  std::vector<uint8_t> exif;
  std::vector<uint8_t> icc;
};

Result<Info> InfoOf(Bytes data, const Wanted& wanted) {
  DAREBLOPY_ASSIGN(jpeg::Header header, jpeg::ReadHeader(data));
  Info info;
  const auto append = [&](const jpeg::Segment& segment, std::vector<uint8_t>& out) {
    const Bytes part = data.subspan(segment.offset, segment.size);
    out.insert(out.end(), part.begin(), part.end());
  };
  if (wanted.exif) append(header.exif, info.exif);
  if (wanted.icc) {
    for (const auto& segment : header.icc) append(segment, info.icc);
  }
  info.header = std::move(header);
  return info;
}

/// Reads the start of the item, and more while its header goes on.
Result<Info> InfoOfItem(const Item& item, const Wanted& wanted) {
  constexpr uint64_t kFirstRead = 4 << 10;
  const Bytes memory = item.whole() ? item.set->Memory(item.index) : Bytes{};
  if (!memory.empty()) return InfoOf(memory, wanted);
  DAREBLOPY_ASSIGN(const uint64_t size, ItemSize(item));
  ScratchBuffer scratch;
  for (uint64_t length = std::min(kFirstRead, size);; length = std::min(length * 8, size)) {
    const MutableBytes start = scratch.Resize(length);
    DAREBLOPY_TRY(item.set->ReadRange(item.index, item.begin, start));
    auto info = InfoOf(start, wanted);
    const bool longer =
        !info.ok() && info.error().code == ErrorCode::JPEG_TRUNCATED && length < size;
    if (!longer) return info;
  }
}

Napi::Value BytesToJs(Napi::Env env, const std::vector<uint8_t>& bytes) {
  if (bytes.empty()) return env.Undefined();
  return NewTypedArray(env, DType::uint8, NewBufferOf(env, bytes), 0, bytes.size());
}

/// A list, which TypeScript gives names to: objects with a dozen named members cost more than the
/// reading itself.
Napi::Value ToJs(Napi::Env env, const Info& info) {
  const jpeg::Header& header = info.header;
  Napi::Array list = Napi::Array::New(env, 15);
  uint32_t at = 0;
  const auto number = [&](double value) { list.Set(at++, Napi::Number::New(env, value)); };
  number(header.width);
  number(header.height);
  number(header.component_count);
  number(header.precision);
  number(static_cast<double>(header.process));
  number(static_cast<double>(header.color_space));
  list.Set(at++, Napi::String::New(env, header.Subsampling()));
  number(header.arithmetic ? 1 : 0);
  number(header.restart_interval);
  number(header.orientation);
  number(header.density_unit);
  number(header.density_x);
  number(header.density_y);
  list.Set(at++, BytesToJs(env, info.exif));
  list.Set(at++, BytesToJs(env, info.icc));
  return list;
}

class ReadInfoJob final : public JsJob {
 public:
  static constexpr size_t kGrain = 16;

  ReadInfoJob(Napi::Env env, Items items, Wanted wanted)
      : JsJob(env, items.items.size(), kGrain),
        items_(std::move(items)),
        wanted_(wanted),
        infos_(items_.items.size()) {}

 protected:
  void Run(size_t i) override {
    auto info = InfoOfItem(items_.items[i], wanted_);
    if (info.ok()) {
      infos_[i] = std::move(info).value();
      return;
    }
    if (info.error().path.empty())
      info.error().path = items_.items[i].set->Name(items_.items[i].index);
    SetError(i, std::move(info.error()));
  }
  Napi::Value Settle(Napi::Env env) override {
    Napi::Array list = Napi::Array::New(env, infos_.size());
    for (uint32_t i = 0; i < infos_.size(); ++i) {
      Napi::HandleScope scope(env);
      list.Set(i, ToJs(env, infos_[i]));
    }
    return list;
  }

 private:
  Items items_;
  Wanted wanted_;
  std::vector<Info> infos_;
};

}  // namespace

Napi::Value ReadJpegInfo(const Napi::CallbackInfo& info) {
  return JsJob::Start(
      std::make_shared<ReadInfoJob>(info.Env(), ItemsFromJs(info[0]), WantedFromJs(info[1])),
      info[2]);
}

Napi::Value ReadJpegInfoSync(const Napi::CallbackInfo& info) {
  const Items items = ItemsFromJs(info[0]);
  auto read = InfoOfItem(items.items.front(), WantedFromJs(info[1]));
  if (!read.ok() && read.error().path.empty()) {
    read.error().path = items.items.front().set->Name(items.items.front().index);
  }
  return ToJs(info.Env(), ValueOrThrow(info.Env(), std::move(read)));
}

Napi::Value JpegInfoOf(const Napi::CallbackInfo& info) {
  return ToJs(info.Env(),
              ValueOrThrow(info.Env(), InfoOf(MemoryOf(info[0]), WantedFromJs(info[1]))));
}

}  // namespace dareblopy::addon
