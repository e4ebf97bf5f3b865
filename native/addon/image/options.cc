#include "addon/image/options.h"

#include <string_view>

#include "addon/bridge/js_memory.h"
#include "addon/bridge/js_options.h"
#include "core/codecs/any_codec.h"

namespace dareblopy::addon {

namespace {

/// Numbers that packed image options are.
constexpr size_t kImageNumbers = 21;

constexpr std::string_view kFits[] = {"cover", "stretch", "pad", "none"};
constexpr std::string_view kCrops[] = {"center", "random", "random-resized"};
constexpr std::string_view kResamples[] = {"nearest", "bilinear", "triangle", "area"};

GeometryOptions GeometryFromJs(Napi::Object options, Napi::Array size) {
  GeometryOptions geometry;
  geometry.size = {size.Get(1u).As<Napi::Number>().Uint32Value(),
                   size.Get(0u).As<Napi::Number>().Uint32Value()};
  geometry.fit = static_cast<Fit>(OptionOneOf(options, "fit", kFits));
  geometry.crop = static_cast<Crop>(OptionOneOf(options, "crop", kCrops));
  geometry.resize_to = OptionCount(options, "resizeTo");
  OptionNumbers(options, "area", geometry.area);
  OptionNumbers(options, "ratio", geometry.ratio);
  geometry.flip_horizontal = OptionNumber(options, "flipHorizontal");
  geometry.flip_vertical = OptionNumber(options, "flipVertical");
  bool lossless = false;
  geometry.salt = options.Get("salt").As<Napi::BigInt>().Uint64Value(&lossless);
  return geometry;
}

/// The order of packImageOptions in packages/core/src/image/image-options.ts.
class PackedOptions {
 public:
  explicit PackedOptions(const double* numbers) : next_(numbers) {}
  double Number() { return *next_++; }
  uint32_t Count() { return static_cast<uint32_t>(*next_++); }
  bool Flag() { return *next_++ != 0; }

 private:
  const double* next_;
};

/// By its place in imageCodecs of the same file.
std::shared_ptr<const ImageCodec> CodecOf(uint32_t which, const jpeg::CodecOptions& jpeg,
                                          const png::CodecOptions& png) {
  switch (which) {
    case 0:
      return std::make_shared<jpeg::JpegCodec>(jpeg);
    case 1:
      return std::make_shared<png::PngCodec>(png);
    default:
      return std::make_shared<AnyCodec>(jpeg, png);
  }
}

}  // namespace

ImageCall ImageCallFromJs(Napi::Value packed) {
  const MutableBytes memory = MemoryOf(packed);
  if (memory.size() < kImageNumbers * sizeof(double)) {
    throw Napi::TypeError::New(packed.Env(), "Expected packed image options");
  }
  PackedOptions options(reinterpret_cast<const double*>(memory.data()));
  jpeg::CodecOptions jpeg;
  png::CodecOptions png;
  ImageCall call;
  jpeg.backend = static_cast<jpeg::BackendId>(options.Count());
  jpeg.pixels.format = png.format = call.whole.format = static_cast<PixelFormat>(options.Count());
  call.whole.layout = static_cast<Layout>(options.Count());
  jpeg.pixels.dct = static_cast<jpeg::DctMethod>(options.Count());
  jpeg.pixels.fancy_upsampling = options.Flag();
  jpeg.apply_orientation = png.apply_orientation = options.Flag();
  png.damage = static_cast<png::Damage>(options.Count());
  jpeg.open.tolerant = png.damage == png::Damage::survive;
  jpeg.open.strict = png.damage == png::Damage::refuse_all;
  jpeg.open.limits.max_pixels = png.max_pixels = static_cast<uint64_t>(options.Number());
  jpeg.open.limits.max_scans = options.Count();
  call.whole.scale_eighths = options.Count();
  const Rect region{options.Count(), options.Count(), options.Count(), options.Count()};
  if (region.width != 0) call.whole.region = region;
  png.alpha.mode = static_cast<Alpha>(options.Count());
  for (uint8_t& channel : png.alpha.backdrop) channel = static_cast<uint8_t>(options.Count());
  png.wide = options.Flag();
  if (png.wide) call.whole.dtype = DType::uint16;
  png.indices = options.Flag();
  call.codec = CodecOf(options.Count(), jpeg, png);
  return call;
}

RowCall RowCallFromJs(Napi::Object options) {
  const ImageCall call = ImageCallFromJs(options.Get("image"));
  RowOptions row;
  row.format = call.whole.format;
  row.layout = call.whole.layout;
  if (const Napi::Value size = options.Get("size"); size.IsArray()) {
    row.geometry = GeometryFromJs(options, size.As<Napi::Array>());
  }
  row.resample = static_cast<Resample>(OptionOneOf(options, "resample", kResamples));
  row.exact = OptionFlag(options, "exact");
  const auto dtype = DTypeFromName(OptionText(options, "dtype"));
  if (!dtype) throw Napi::TypeError::New(options.Env(), "Unknown dtype");
  row.dtype = *dtype;
  if (const Napi::Value jitter = options.Get("jitter"); jitter.IsObject()) {
    const auto intervals = jitter.As<Napi::Object>();
    OptionNumbers(intervals, "brightness", row.jitter.brightness);
    OptionNumbers(intervals, "contrast", row.jitter.contrast);
    OptionNumbers(intervals, "saturation", row.jitter.saturation);
  }
  std::array<double, 4> values{};
  const auto floats = [&](const char* name, auto& out) {
    OptionNumbers(options, name, values);
    for (size_t c = 0; c < values.size(); ++c) out[c] = static_cast<float>(values[c]);
  };
  floats("scale", row.affine.scale);
  floats("bias", row.affine.bias);
  floats("background", row.background);
  return {call.codec, row};
}

}  // namespace dareblopy::addon
