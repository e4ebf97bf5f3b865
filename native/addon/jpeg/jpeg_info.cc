// readJpegInfo: what a JPEG says about itself, from as few bytes as will do.
#include "addon/jpeg/jpeg_info.h"

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "addon/bridge/js_error.h"
#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_value.h"
#include "addon/image/info_job.h"
#include "addon/io/items.h"
#include "core/jpeg/header.h"

namespace dareblopy::addon {

namespace {

/// The parts of a header that are copied out only when asked for.
struct Wanted {
  bool exif = false;
  bool icc = false;
  bool any() const { return exif || icc; }
};

/// Bit 0: EXIF; bit 1: ICC.
Wanted WantedFromJs(Napi::Value value) {
  const uint32_t bits = value.As<Napi::Number>().Uint32Value();
  return {(bits & 1) != 0, (bits & 2) != 0};
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

std::function<Result<Info>(Bytes)> ParserOf(Wanted wanted) {
  return [wanted](Bytes data) { return InfoOf(data, wanted); };
}

Napi::Value BytesToJs(Napi::Env env, const std::vector<uint8_t>& bytes) {
  if (bytes.empty()) return env.Undefined();
  return NewTypedArray(env, DType::uint8, NewBufferOf(env, bytes), 0, bytes.size());
}

/// Numbers a header crosses as; packages/jpeg gives them names (src/read-jpeg-info.ts). Objects
/// with a dozen named members would cost more than the reading itself.
constexpr size_t kNumbers = 20;

void PutNumbers(const jpeg::Header& header, double* out) {
  *out++ = header.width;
  *out++ = header.height;
  *out++ = header.component_count;
  *out++ = header.precision;
  *out++ = static_cast<double>(header.process);
  *out++ = static_cast<double>(header.color_space);
  *out++ = header.arithmetic ? 1 : 0;
  *out++ = header.restart_interval;
  *out++ = header.orientation;
  *out++ = header.density_unit;
  *out++ = header.density_x;
  *out++ = header.density_y;
  for (const jpeg::Component& component : header.components) {
    *out++ = component.h;
    *out++ = component.v;
  }
}

/// [exif, icc].
Napi::Value PartsToJs(Napi::Env env, const Info& info) {
  Napi::Array parts = Napi::Array::New(env, 2);
  parts.Set(0u, BytesToJs(env, info.exif));
  parts.Set(1u, BytesToJs(env, info.icc));
  return parts;
}

/// The answer of the synchronous calls.
Napi::Value Deliver(Napi::Env env, const Info& info, const Wanted& wanted, Napi::Value numbers) {
  const MutableBytes memory = MemoryOf(numbers);
  if (memory.size() < kNumbers * sizeof(double)) {
    throw Napi::RangeError::New(env, "Expected room for the header's numbers");
  }
  PutNumbers(info.header, reinterpret_cast<double*>(memory.data()));
  return wanted.any() ? PartsToJs(env, info) : env.Undefined();
}

class ReadInfoJob final : public InfoJob<Info> {
 public:
  ReadInfoJob(Napi::Env env, Items items, Wanted wanted)
      : InfoJob(env, std::move(items), ParserOf(wanted)), wanted_(wanted) {}

 protected:
  Napi::Value Settle(Napi::Env env) override {
    const size_t count = infos().size();
    const NewBuffer fresh = NewUninitialisedBuffer(env, count * kNumbers * sizeof(double));
    auto* numbers = reinterpret_cast<double*>(fresh.data);
    Napi::Object result = Napi::Object::New(env);
    result.Set("numbers", NewTypedArray(env, DType::float64, fresh.buffer, 0, count * kNumbers));
    for (size_t i = 0; i < count; ++i) PutNumbers(infos()[i].header, numbers + i * kNumbers);
    if (!wanted_.any()) return result;
    Napi::Array parts = Napi::Array::New(env, count);
    for (uint32_t i = 0; i < count; ++i) {
      Napi::HandleScope scope(env);
      parts.Set(i, PartsToJs(env, infos()[i]));
    }
    result.Set("parts", parts);
    return result;
  }

 private:
  Wanted wanted_;
};

}  // namespace

Napi::Value ReadJpegInfo(const Napi::CallbackInfo& info) {
  return JsJob::Start(
      std::make_shared<ReadInfoJob>(info.Env(), ItemsFromJs(info[0]), WantedFromJs(info[1])),
      info[2]);
}

Napi::Value ReadJpegInfoSync(const Napi::CallbackInfo& info) {
  const Items items = ItemsFromJs(info[0]);
  const Wanted wanted = WantedFromJs(info[1]);
  auto read = InfoOfItem<Info>(items.items.front(), ParserOf(wanted));
  return Deliver(info.Env(), ValueOrThrow(info.Env(), std::move(read)), wanted, info[2]);
}

Napi::Value JpegInfoOf(const Napi::CallbackInfo& info) {
  const Wanted wanted = WantedFromJs(info[1]);
  return Deliver(info.Env(), ValueOrThrow(info.Env(), InfoOf(MemoryOf(info[0]), wanted)), wanted,
                 info[2]);
}

}  // namespace dareblopy::addon
