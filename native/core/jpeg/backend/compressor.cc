#include "core/jpeg/backend/compressor.h"

#include <algorithm>

#include "core/jpeg/backend/buffer_destination.h"
#include "core/jpeg/backend/error_manager.h"

namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE {

namespace {

struct SamplingFactors {
  int h, v;
};

SamplingFactors LumaFactors(ChromaSubsampling subsampling) {
  switch (subsampling) {
    case ChromaSubsampling::s444:
      return {1, 1};
    case ChromaSubsampling::s422:
      return {2, 1};
    case ChromaSubsampling::s440:
      return {1, 2};
    case ChromaSubsampling::s411:
      return {4, 1};
    default:
      return {2, 2};
  }
}

void Configure(jpeg_compress_struct& info, ImageSize size, PixelFormat format,
               const EncodeOptions& options) {
  info.image_width = size.width;
  info.image_height = size.height;
  info.input_components = static_cast<int>(ChannelsOf(format));
  info.in_color_space = format == PixelFormat::gray ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, options.quality, TRUE);
  info.optimize_coding = options.optimize ? TRUE : FALSE;
  if (format != PixelFormat::gray) {
    const SamplingFactors luma = LumaFactors(options.subsampling);
    info.comp_info[0].h_samp_factor = luma.h;
    info.comp_info[0].v_samp_factor = luma.v;
    for (int i = 1; i < info.num_components; ++i) {
      info.comp_info[i].h_samp_factor = 1;
      info.comp_info[i].v_samp_factor = 1;
    }
  }
  if (options.progressive) jpeg_simple_progression(&info);
}

}  // namespace

Status Compress(const uint8_t* pixels, size_t stride, ImageSize size, PixelFormat format,
                const EncodeOptions& options, Buffer& out) {
  ErrorManager errors(nullptr);
  BufferDestination destination(out);
  jpeg_compress_struct info{};
  errors.Attach(info);
  const auto calls = [&] {
    jpeg_create_compress(&info);
    info.client_data = &errors;
    info.dest = destination.manager();
    Configure(info, size, format, options);
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < info.image_height) {
      // libjpeg's API predates const; it only reads.
      auto* row = const_cast<JSAMPROW>(pixels + stride * info.next_scanline);
      jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
  };
  const bool done = errors.Guard(calls);
  jpeg_destroy_compress(&info);
  if (!done) return errors.TakeError();
  return {};
}

}  // namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE
