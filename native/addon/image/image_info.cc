// readImageInfo: what a picture says about itself, from as few bytes as will do.
#include "addon/image/image_info.h"

#include <functional>
#include <memory>
#include <optional>

#include "addon/bridge/js_error.h"
#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_value.h"
#include "addon/image/info_job.h"
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

std::function<Result<PictureInfo>(Bytes)> ParserOf(Only only) {
  return [only](Bytes data) { return ReadPictureInfo(data, only); };
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

class ReadInfoJob final : public InfoJob<PictureInfo> {
 public:
  using InfoJob::InfoJob;

 protected:
  Napi::Value Settle(Napi::Env env) override {
    const size_t count = infos().size() * kNumbers;
    const NewBuffer fresh = NewUninitialisedBuffer(env, count * sizeof(double));
    auto* numbers = reinterpret_cast<double*>(fresh.data);
    for (const PictureInfo& info : infos()) {
      PutNumbers(info, numbers);
      numbers += kNumbers;
    }
    return NewTypedArray(env, DType::float64, fresh.buffer, 0, count);
  }
};

Result<PictureInfo> InfoOf(Napi::Value source, Only only) {
  if (source.IsTypedArray() || source.IsArrayBuffer() || source.IsDataView()) {
    return ReadPictureInfo(MemoryOf(source), only);
  }
  const Items items = ItemsFromJs(source);
  return InfoOfItem<PictureInfo>(items.items.front(), ParserOf(only));
}

}  // namespace

Napi::Value ReadImageInfo(const Napi::CallbackInfo& info) {
  const Only only = OnlyFromJs(info[0]);
  return JsJob::Start(
      std::make_shared<ReadInfoJob>(info.Env(), ItemsFromJs(info[1]), ParserOf(only)), info[2]);
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
