#include "addon/jpeg/options.h"

#include <string>
#include <string_view>

#include "addon/bridge/js_options.h"

namespace dareblopy::addon {

static constexpr std::string_view kSubsamplings[] = {"4:4:4", "4:2:2", "4:2:0", "4:4:0", "4:1:1"};

jpeg::BackendId BackendFromJs(Napi::Value name) {
  const std::string text = name.As<Napi::String>().Utf8Value();
  const auto id = jpeg::BackendFromName(text);
  if (!id) throw Napi::TypeError::New(name.Env(), "Unknown JPEG backend '" + text + "'");
  return *id;
}

jpeg::EncodeOptions EncodeOptionsFromJs(Napi::Object options) {
  jpeg::EncodeOptions encode;
  encode.quality = static_cast<int>(OptionCount(options, "quality"));
  encode.subsampling =
      static_cast<jpeg::ChromaSubsampling>(OptionOneOf(options, "subsampling", kSubsamplings));
  encode.progressive = OptionFlag(options, "progressive");
  encode.optimize = OptionFlag(options, "optimize");
  return encode;
}

jpeg::RepackOptions RepackOptionsFromJs(Napi::Object options) {
  return {.restart_rows = OptionCount(options, "restartRows"),
          .restart_mcus = OptionCount(options, "restartMcus"),
          .optimize = OptionFlag(options, "optimize"),
          .progressive = OptionFlag(options, "progressive"),
          .keep_icc = OptionFlag(options, "keepIcc"),
          .keep_exif = OptionFlag(options, "keepExif"),
          .limits = {.max_pixels = static_cast<uint64_t>(OptionNumber(options, "maxPixels")),
                     .max_scans = OptionCount(options, "maxScans")}};
}

}  // namespace dareblopy::addon
