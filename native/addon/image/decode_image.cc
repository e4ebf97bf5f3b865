// decodeImage: one image to an array of its own size, or into the caller's.
#include "addon/image/decode_image.h"

#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "addon/bridge/handle.h"
#include "addon/bridge/js_error.h"
#include "addon/bridge/js_job.h"
#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_value.h"
#include "addon/image/options.h"
#include "addon/io/items.h"
#include "core/image/row_decoder.h"
#include "core/image/whole_image.h"

namespace dareblopy::addon {

namespace {

/// What the caller learns of an image besides its pixels.
struct DecodedImage {
  ImageSize size;
  size_t bytes = 0;
  std::vector<Warning> warnings;
};

void AddWarnings(const DecodedImage& image, Napi::Array list) {
  for (const Warning& warning : image.warnings) {
    Napi::Object entry = Napi::Object::New(list.Env());
    entry.Set("message", warning.message);
    entry.Set("offset", Napi::Number::New(list.Env(), static_cast<double>(warning.offset)));
    list.Set(list.Length(), entry);
  }
}

Napi::Object ToJs(Napi::Env env, const DecodedImage& image, Napi::Value data) {
  Napi::Object result = Napi::Object::New(env);
  result.Set("width", Napi::Number::New(env, image.size.width));
  result.Set("height", Napi::Number::New(env, image.size.height));
  result.Set("data", data);
  Napi::Array warnings = Napi::Array::New(env);
  AddWarnings(image, warnings);
  result.Set("warnings", warnings);
  return result;
}

std::string TooSmall(size_t needed, size_t size) {
  return "Expected `into` of at least " + std::to_string(needed) + " bytes but received one of " +
         std::to_string(size);
}

/// The first `used` elements of a typed array, as its own kind of view.
Napi::Value FirstSamples(Napi::Object into, size_t used) {
  const auto subarray = into.Get("subarray").As<Napi::Function>();
  const auto end = Napi::Number::New(into.Env(), static_cast<double>(used));
  return subarray.Call(into, {Napi::Number::New(into.Env(), 0), end});
}

Napi::Value NewSamples(Napi::Value buffer, DType dtype, size_t bytes) {
  return NewTypedArray(buffer.Env(), dtype, buffer, 0, bytes / DTypeSize(dtype));
}

/// Decodes; `room(bytes)` answers where the pixels go, or null to stop after the header.
template <typename Room>
Status DecodeBytes(Bytes data, const ImageCall& call, const std::atomic<bool>* cancelled,
                   DecodedImage& image, Room room) {
  WholeImage decoder(*call.codec, call.whole);
  DAREBLOPY_ASSIGN(image.size, decoder.Open(data, {.cancelled = cancelled, .alone = true}));
  image.bytes = decoder.ByteSize();
  uint8_t* out = room(image.bytes);
  if (out == nullptr) return {};
  DAREBLOPY_TRY(decoder.Decode(out));
  image.warnings = decoder.warnings();
  return {};
}

/// Same of an item, which it loads first.
template <typename Room>
Status DecodeItem(const Item& item, const ImageCall& call, const std::atomic<bool>* cancelled,
                  DecodedImage& image, Room room) {
  ScratchBuffer scratch;
  DAREBLOPY_ASSIGN(const Bytes data, LoadItem(item, scratch));
  return DecodeBytes(data, call, cancelled, image, room);
}

Status WithPath(Status status, const Item& item) {
  if (!status.ok() && status.error().path.empty()) status.error().path = item.set->Name(item.index);
  return status;
}

class DecodeImageJob final : public JsJob {
 public:
  DecodeImageJob(Napi::Env env, Items items, ImageCall call, Napi::Value into, bool direct)
      : JsJob(env, 1), items_(std::move(items)), call_(std::move(call)) {
    if (into.IsUndefined()) return;
    target_.emplace(into, direct);
    into_ = Napi::Persistent(into.As<Napi::Object>());
  }

 protected:
  void Run(size_t) override {
    const Item& item = items_.items.front();
    const auto room = [this](size_t bytes) -> uint8_t* {
      if (!target_) {
        staged_.Resize(bytes);
        return staged_.data();
      }
      return bytes <= target_->size() ? target_->data() : nullptr;
    };
    Status status = DecodeItem(item, call_, cancel_flag(), image_, room);
    if (status = WithPath(std::move(status), item); !status.ok())
      SetError(0, std::move(status.error()));
  }

  Napi::Value Settle(Napi::Env env) override {
    if (!target_) {
      const Napi::Value buffer = NewBufferOf(env, staged_.bytes());
      return ToJs(env, image_, NewSamples(buffer, call_.whole.dtype, image_.bytes));
    }
    if (image_.bytes > target_->size()) {
      throw Napi::RangeError::New(env, TooSmall(image_.bytes, target_->size()));
    }
    target_->Deliver(into_.Value(), image_.bytes);
    return ToJs(env, image_,
                FirstSamples(into_.Value(), image_.bytes / DTypeSize(call_.whole.dtype)));
  }
  void DropJs() override {
    into_.Reset();
    if (target_) target_->Drop();
  }

 private:
  Items items_;
  ImageCall call_;
  DecodedImage image_;
  std::optional<JsTarget> target_;
  Buffer staged_;  // not scratch: it is filled on one thread and given back on another
  Napi::ObjectReference into_;
};

}  // namespace

Napi::Value DecodeImage(const Napi::CallbackInfo& info) {
  auto call = ImageCallFromJs(info[1]);
  return JsJob::Start(
      std::make_shared<DecodeImageJob>(info.Env(), ItemsFromJs(info[0]), std::move(call), info[2],
                                       info[3].ToBoolean()),
      info[4]);
}

Napi::Value DecodeImageSync(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const ImageCall call = ImageCallFromJs(info[1]);
  const bool fresh = info[2].IsUndefined();
  const MutableBytes into = fresh ? MutableBytes{} : MemoryOf(info[2]);
  DecodedImage image;
  Napi::Value data = env.Undefined();
  const auto room = [&](size_t bytes) -> uint8_t* {
    if (!fresh) return bytes <= into.size() ? into.data() : nullptr;
    const NewBuffer buffer = NewUninitialisedBuffer(env, bytes);
    data = NewSamples(buffer.buffer, call.whole.dtype, bytes);
    return buffer.data;
  };
  if (info[0].IsTypedArray() || info[0].IsArrayBuffer() || info[0].IsDataView()) {
    // JavaScript waits meanwhile: nobody can take the bytes away.
    ThrowIfError(env, DecodeBytes(MemoryOf(info[0]), call, nullptr, image, room));
  } else {
    const Items items = ItemsFromJs(info[0]);
    const Item& item = items.items.front();
    ThrowIfError(env, WithPath(DecodeItem(item, call, nullptr, image, room), item));
  }
  if (!fresh && image.bytes > into.size()) {
    throw Napi::RangeError::New(env, TooSmall(image.bytes, into.size()));
  }
  auto* numbers = reinterpret_cast<double*>(MemoryOf(info[1]).data());
  numbers[0] = image.size.width;
  numbers[1] = image.size.height;
  if (info[3].IsArray()) AddWarnings(image, info[3].As<Napi::Array>());
  return data;
}

Napi::Value NewImageDecoder(const Napi::CallbackInfo& info) {
  const auto options = info[0].As<Napi::Object>();
  auto [codec, row] = RowCallFromJs(options);
  std::shared_ptr<Decoder> decoder;
  if (options.Get("size").IsArray()) {
    decoder = std::make_shared<RowDecoder>(std::move(codec), row);
  } else {
    decoder = std::make_shared<ImageListDecoder>(std::move(codec), row);
  }
  return Handle<Decoder>::Wrap(info.Env(), std::move(decoder));
}

}  // namespace dareblopy::addon
