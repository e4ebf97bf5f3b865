#include "addon/jpeg/options.h"

#include <string>
#include <string_view>

#include "addon/bridge/js_memory.h"

namespace dareblopy::addon {

namespace {

std::string Text(Napi::Object options, const char* name) {
  return options.Get(name).As<Napi::String>().Utf8Value();
}

double Number(Napi::Object options, const char* name) {
  return options.Get(name).As<Napi::Number>().DoubleValue();
}

uint32_t Count(Napi::Object options, const char* name) {
  return options.Get(name).As<Napi::Number>().Uint32Value();
}

bool Flag(Napi::Object options, const char* name) { return options.Get(name).ToBoolean(); }

/// The place of a name in a list: enums are crossed by name.
template <size_t N>
size_t OneOf(Napi::Object options, const char* name, const std::string_view (&names)[N]) {
  const std::string value = Text(options, name);
  for (size_t i = 0; i < N; ++i) {
    if (names[i] == value) return i;
  }
  throw Napi::TypeError::New(options.Env(),
                             "Unknown value '" + value + "' of " + std::string(name));
}

template <size_t N>
void Numbers(Napi::Object options, const char* name, std::array<double, N>& out) {
  const auto list = options.Get(name).As<Napi::Array>();
  for (uint32_t i = 0; i < N; ++i) out[i] = list.Get(i).As<Napi::Number>().DoubleValue();
}

/// Numbers that packed image options are.
constexpr size_t kImageNumbers = 14;

constexpr std::string_view kFits[] = {"cover", "stretch", "pad", "none"};
constexpr std::string_view kCrops[] = {"center", "random", "random-resized"};
constexpr std::string_view kResamples[] = {"nearest", "bilinear", "triangle", "area"};
constexpr std::string_view kSubsamplings[] = {"4:4:4", "4:2:2", "4:2:0", "4:4:0", "4:1:1"};

GeometryOptions GeometryFromJs(Napi::Object options, Napi::Array size) {
  GeometryOptions geometry;
  geometry.size = {size.Get(1u).As<Napi::Number>().Uint32Value(),
                   size.Get(0u).As<Napi::Number>().Uint32Value()};
  geometry.fit = static_cast<Fit>(OneOf(options, "fit", kFits));
  geometry.crop = static_cast<Crop>(OneOf(options, "crop", kCrops));
  geometry.resize_to = Count(options, "resizeTo");
  Numbers(options, "area", geometry.area);
  Numbers(options, "ratio", geometry.ratio);
  geometry.flip_horizontal = Number(options, "flipHorizontal");
  geometry.flip_vertical = Number(options, "flipVertical");
  bool lossless = false;
  geometry.salt = options.Get("salt").As<Napi::BigInt>().Uint64Value(&lossless);
  return geometry;
}

}  // namespace

jpeg::BackendId BackendFromJs(Napi::Value name) {
  const std::string text = name.As<Napi::String>().Utf8Value();
  const auto id = jpeg::BackendFromName(text);
  if (!id) throw Napi::TypeError::New(name.Env(), "Unknown JPEG backend '" + text + "'");
  return *id;
}

jpeg::ImageOptions ImageOptionsFromJs(Napi::Value packed) {
  const MutableBytes memory = MemoryOf(packed);
  if (memory.size() < kImageNumbers * sizeof(double)) {
    throw Napi::TypeError::New(packed.Env(), "Expected packed image options");
  }
  // The order of packImageOptions in packages/jpeg/src/image-options.ts.
  const auto* numbers = reinterpret_cast<const double*>(memory.data());
  const auto next = [&numbers] { return static_cast<uint32_t>(*numbers++); };
  jpeg::ImageOptions image;
  image.backend = static_cast<jpeg::BackendId>(next());
  image.pixels.format = static_cast<PixelFormat>(next());
  image.layout = static_cast<Layout>(next());
  image.pixels.dct = static_cast<jpeg::DctMethod>(next());
  image.pixels.fancy_upsampling = next() != 0;
  image.apply_orientation = next() != 0;
  const uint32_t damage = next();
  image.open.tolerant = damage == 1;
  image.open.strict = damage == 2;
  image.open.limits.max_pixels = static_cast<uint64_t>(*numbers++);
  image.open.limits.max_scans = next();
  image.pixels.scale_eighths = next();
  const Rect region{next(), next(), next(), next()};
  if (region.width != 0) image.region = region;
  return image;
}

jpeg::RowOptions RowOptionsFromJs(Napi::Object options) {
  jpeg::RowOptions row;
  row.image = ImageOptionsFromJs(options.Get("image"));
  if (const Napi::Value size = options.Get("size"); size.IsArray()) {
    row.geometry = GeometryFromJs(options, size.As<Napi::Array>());
  }
  row.resample = static_cast<Resample>(OneOf(options, "resample", kResamples));
  row.exact = Flag(options, "exact");
  const auto dtype = DTypeFromName(Text(options, "dtype"));
  if (!dtype) throw Napi::TypeError::New(options.Env(), "Unknown dtype");
  row.dtype = *dtype;
  if (const Napi::Value jitter = options.Get("jitter"); jitter.IsObject()) {
    const auto intervals = jitter.As<Napi::Object>();
    Numbers(intervals, "brightness", row.jitter.brightness);
    Numbers(intervals, "contrast", row.jitter.contrast);
    Numbers(intervals, "saturation", row.jitter.saturation);
  }
  std::array<double, 4> values{};
  const auto floats = [&](const char* name, auto& out) {
    Numbers(options, name, values);
    for (size_t c = 0; c < values.size(); ++c) out[c] = static_cast<float>(values[c]);
  };
  floats("scale", row.affine.scale);
  floats("bias", row.affine.bias);
  floats("background", row.background);
  return row;
}

jpeg::EncodeOptions EncodeOptionsFromJs(Napi::Object options) {
  jpeg::EncodeOptions encode;
  encode.quality = static_cast<int>(Count(options, "quality"));
  encode.subsampling =
      static_cast<jpeg::ChromaSubsampling>(OneOf(options, "subsampling", kSubsamplings));
  encode.progressive = Flag(options, "progressive");
  encode.optimize = Flag(options, "optimize");
  return encode;
}

jpeg::RepackOptions RepackOptionsFromJs(Napi::Object options) {
  return {.restart_rows = Count(options, "restartRows"),
          .restart_mcus = Count(options, "restartMcus"),
          .optimize = Flag(options, "optimize"),
          .progressive = Flag(options, "progressive"),
          .keep_icc = Flag(options, "keepIcc"),
          .keep_exif = Flag(options, "keepExif"),
          .limits = {.max_pixels = static_cast<uint64_t>(Number(options, "maxPixels")),
                     .max_scans = Count(options, "maxScans")}};
}

}  // namespace dareblopy::addon
