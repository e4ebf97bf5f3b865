// readImageInfo: what a picture says about itself, from as few bytes as will do.
#include "addon/image/image_info.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "addon/bridge/js_error.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_value.h"
#include "addon/io/items.h"
#include "core/codecs/picture_info.h"

namespace dareblopy::addon {

namespace {

using Only = std::optional<PictureKind>;

/// By the place in imageCodecs of packages/core/src/image/image-options.ts.
Only OnlyFromJs(Napi::Value codec) {
  constexpr Only kKinds[] = {PictureKind::jpeg, PictureKind::png};
  const uint32_t which = codec.As<Napi::Number>().Uint32Value();
  return which < std::size(kKinds) ? kKinds[which] : Only{};
}

bool EndsTooEarly(const Error& error) {
  return error.code == ErrorCode::JPEG_TRUNCATED || error.code == ErrorCode::PNG_TRUNCATED;
}

/// Reads the start of the item, and more while its header goes on.
Result<PictureInfo> InfoOfItem(const Item& item, Only only) {
  constexpr uint64_t kFirstRead = 4 << 10;
  const Bytes memory = item.whole() ? item.set->Memory(item.index) : Bytes{};
  if (!memory.empty()) return ReadPictureInfo(memory, only);
  DAREBLOPY_ASSIGN(const uint64_t size, ItemSize(item));
  ScratchBuffer scratch;
  for (uint64_t length = std::min(kFirstRead, size);; length = std::min(length * 8, size)) {
    const MutableBytes start = scratch.Resize(length);
    DAREBLOPY_TRY(item.set->ReadRange(item.index, item.begin, start));
    auto info = ReadPictureInfo(start, only);
    if (info.ok() || !EndsTooEarly(info.error()) || length >= size) return info;
  }
}

constexpr size_t kNumbers = 16;

void PutNumbers(const PictureInfo& info, double* out) {
  *out++ = static_cast<double>(info.kind);
  *out++ = info.size.width;
  *out++ = info.size.height;
  *out++ = info.channels;
  *out++ = info.bit_depth;
  *out++ = info.orientation;
  *out++ = info.alpha ? 1 : 0;
  *out++ = info.animated ? 1 : 0;
  *out++ = static_cast<double>(info.png.color_type);
  *out++ = info.png.interlaced ? 1 : 0;
  *out++ = info.png.palette_entries();
  *out++ = info.png.density_known ? 1 : 0;
  *out++ = info.png.density_x;
  *out++ = info.png.density_y;
  *out++ = info.png.density_in_metres ? 1 : 0;
  *out++ = 0;
}

Error WithPath(Error error, const Item& item) {
  if (error.path.empty()) error.path = item.set->Name(item.index);
  return error;
}

class ReadInfoJob final : public JsJob {
 public:
  static constexpr size_t kGrain = 16;

  ReadInfoJob(Napi::Env env, Items items, Only only)
      : JsJob(env, items.items.size(), kGrain),
        items_(std::move(items)),
        only_(only),
        infos_(items_.items.size()) {}

 protected:
  void Run(size_t i) override {
    auto info = InfoOfItem(items_.items[i], only_);
    if (!info.ok()) return SetError(i, WithPath(std::move(info.error()), items_.items[i]));
    infos_[i] = std::move(info).value();
  }
  Napi::Value Settle(Napi::Env env) override {
    const size_t count = infos_.size() * kNumbers;
    const NewBuffer fresh = NewUninitialisedBuffer(env, count * sizeof(double));
    auto* numbers = reinterpret_cast<double*>(fresh.data);
    for (const PictureInfo& info : infos_) {
      PutNumbers(info, numbers);
      numbers += kNumbers;
    }
    return NewTypedArray(env, DType::float64, fresh.buffer, 0, count);
  }

 private:
  Items items_;
  Only only_;
  std::vector<PictureInfo> infos_;
};

Result<PictureInfo> InfoOf(Napi::Value source, Only only) {
  if (source.IsTypedArray() || source.IsArrayBuffer() || source.IsDataView()) {
    return ReadPictureInfo(MemoryOf(source), only);
  }
  const Items items = ItemsFromJs(source);
  auto info = InfoOfItem(items.items.front(), only);
  if (info.ok()) return info;
  return WithPath(std::move(info.error()), items.items.front());
}

}  // namespace

Napi::Value ReadImageInfo(const Napi::CallbackInfo& info) {
  const Only only = OnlyFromJs(info[0]);
  return JsJob::Start(std::make_shared<ReadInfoJob>(info.Env(), ItemsFromJs(info[1]), only),
                      info[2]);
}

Napi::Value ReadImageInfoSync(const Napi::CallbackInfo& info) {
  const PictureInfo read = ValueOrThrow(info.Env(), InfoOf(info[1], OnlyFromJs(info[0])));
  const MutableBytes memory = MemoryOf(info[2]);
  if (memory.size() < kNumbers * sizeof(double)) {
    throw Napi::RangeError::New(info.Env(), "Expected room for the header's numbers");
  }
  PutNumbers(read, reinterpret_cast<double*>(memory.data()));
  return info.Env().Undefined();
}

}  // namespace dareblopy::addon
