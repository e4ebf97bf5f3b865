#include "core/image/row_writer.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace dareblopy {

namespace {

void MirrorPixels(const uint8_t* row, size_t pixels, size_t pixel_bytes, uint8_t* out) {
  for (size_t i = 0; i < pixels; ++i) {
    std::memcpy(out + i * pixel_bytes, row + (pixels - 1 - i) * pixel_bytes, pixel_bytes);
  }
}

/// To the nearest 16-bit number, ties to even.
void ToWords(const float* values, size_t count, uint16_t* out) {
  for (size_t i = 0; i < count; ++i) {
    out[i] = static_cast<uint16_t>(std::nearbyint(std::clamp(values[i], 0.0f, 65535.0f)));
  }
}

/// One channel out of interleaved samples.
template <typename Sample>
void CopyChannel(const uint8_t* row, size_t channels, size_t pixels, bool mirror, uint8_t* out) {
  for (size_t i = 0; i < pixels; ++i) {
    const size_t from = (mirror ? pixels - 1 - i : i) * channels;
    std::memcpy(out + i * sizeof(Sample), row + from * sizeof(Sample), sizeof(Sample));
  }
}

}  // namespace

RowWriter::RowWriter(const ImageFormat& format, uint8_t* out, bool past_caches)
    : kernels_(Kernels()),
      format_(format),
      out_(out),
      scratch_((size_t{format.size.width} * format.channels + 8) * sizeof(float)) {
  const bool planes = format.dtype == DType::float32 && format.layout == Layout::chw;
  if (past_caches && planes && PlaneStream::kWorthIt) stream_.emplace(format.channels);
}

/// Where channel `channel` of a pixel lies (with HWC: the pixel, whatever the channel).
uint8_t* RowWriter::At(uint32_t y, uint32_t left, size_t channel) {
  const size_t pixel = size_t{y} * format_.size.width + left;
  const size_t value = format_.layout == Layout::hwc
                           ? pixel * format_.channels
                           : channel * format_.size.width * format_.size.height + pixel;
  return out_ + value * DTypeSize(format_.dtype);
}

PlanesOut RowWriter::PlanesAt(uint32_t y, uint32_t left) {
  return {.data = reinterpret_cast<float*>(At(y, left, 0)),
          .plane = size_t{format_.size.width} * format_.size.height};
}

template <typename Convert>
void RowWriter::ConvertToPlanes(uint32_t y, uint32_t left, size_t pixels, Convert convert) {
  const PlanesOut row = PlanesAt(y, left);
  if (stream_) return stream_->Write(row, pixels, convert);
  convert(0, pixels, row);
}

uint8_t* RowWriter::DirectRows(uint32_t y, uint32_t left) {
  if (!keeps_samples() || format_.layout != Layout::hwc) return nullptr;
  return At(y, left, 0);
}

/// Float planes, `plane` values apart, to the planes of a uint8, uint16 or float16 image.
void RowWriter::CastPlanes(uint32_t y, uint32_t left, const float* planes, size_t plane,
                           size_t pixels) {
  for (size_t c = 0; c < format_.channels; ++c) {
    uint8_t* out = At(y, left, c);
    if (format_.dtype == DType::uint8) {
      kernels_.to_bytes(planes + c * plane, pixels, out);
    } else if (format_.dtype == DType::uint16) {
      ToWords(planes + c * plane, pixels, reinterpret_cast<uint16_t*>(out));
    } else {
      kernels_.to_halves(planes + c * plane, pixels, reinterpret_cast<uint16_t*>(out));
    }
  }
}

void RowWriter::WriteFloats(uint32_t y, uint32_t left, float* row, size_t pixels) {
  const size_t channels = format_.channels;
  uint8_t* out = At(y, left, 0);
  if (format_.layout == Layout::chw) {
    if (format_.dtype == DType::float32) {
      ConvertToPlanes(y, left, pixels, [&](size_t first, size_t count, const PlanesOut& planes) {
        kernels_.affine_to_planes(row + first * channels, channels, count, format_.affine, planes);
      });
      return;
    }
    auto* planes = reinterpret_cast<float*>(scratch_.bytes().data());
    kernels_.affine_to_planes(row, channels, pixels, format_.affine, {planes, pixels});
    CastPlanes(y, left, planes, pixels, pixels);
    return;
  }
  switch (format_.dtype) {
    case DType::float32:
      kernels_.affine_interleaved(row, channels, pixels, format_.affine,
                                  reinterpret_cast<float*>(out));
      return;
    case DType::float16:
      kernels_.affine_interleaved(row, channels, pixels, format_.affine, row);
      kernels_.to_halves(row, pixels * channels, reinterpret_cast<uint16_t*>(out));
      return;
    case DType::uint16:
      ToWords(row, pixels * channels, reinterpret_cast<uint16_t*>(out));
      return;
    default:
      kernels_.to_bytes(row, pixels * channels, out);
  }
}

void RowWriter::WriteBytes(uint32_t y, uint32_t left, const uint8_t* row, size_t pixels,
                           bool mirror) {
  if (keeps_samples()) return CopySamples(y, left, row, pixels, mirror);
  const size_t channels = format_.channels;
  auto* scratch = reinterpret_cast<float*>(scratch_.bytes().data());
  if (format_.layout == Layout::chw) {
    if (format_.dtype == DType::float32) {
      ConvertToPlanes(y, left, pixels, [&](size_t first, size_t count, const PlanesOut& planes) {
        const size_t from = mirror ? pixels - first - count : first;
        kernels_.bytes_to_planes(row + from * channels, channels, count, format_.affine, mirror,
                                 planes);
      });
      return;
    }
    kernels_.bytes_to_planes(row, channels, pixels, format_.affine, mirror, {scratch, pixels});
    CastPlanes(y, left, scratch, pixels, pixels);
    return;
  }
  ScratchBuffer mirrored;
  if (mirror) {
    uint8_t* bytes = mirrored.Resize(pixels * channels).data();
    MirrorPixels(row, pixels, channels, bytes);
    row = bytes;
  }
  constexpr float kOne = 1;
  kernels_.blend_rows(row, 0, &kOne, 1, pixels * channels, scratch);
  WriteFloats(y, left, scratch, pixels);
}

void RowWriter::CopySamples(uint32_t y, uint32_t left, const uint8_t* row, size_t pixels,
                            bool mirror) {
  const size_t channels = format_.channels;
  if (format_.layout == Layout::hwc) {
    uint8_t* out = At(y, left, 0);
    if (mirror) {
      MirrorPixels(row, pixels, format_.pixel_bytes(), out);
    } else {
      std::memcpy(out, row, pixels * format_.pixel_bytes());
    }
    return;
  }
  const bool words = format_.sample_bytes() == 2;
  const auto copy = words ? CopyChannel<uint16_t> : CopyChannel<uint8_t>;
  for (size_t c = 0; c < channels; ++c) {
    copy(row + c * format_.sample_bytes(), channels, pixels, mirror, At(y, left, c));
  }
}

void RowWriter::WritePlanes(const float* planes) {
  const auto [width, height] = format_.size;
  const size_t channels = format_.channels;
  const size_t plane = size_t{width} * height;
  auto* row = reinterpret_cast<float*>(scratch_.bytes().data());
  for (uint32_t y = 0; y < height; ++y) {
    const float* from = planes + size_t{y} * width;
    if (format_.layout == Layout::hwc) {
      for (size_t c = 0; c < channels; ++c) {
        for (size_t x = 0; x < width; ++x) row[x * channels + c] = from[c * plane + x];
      }
      WriteFloats(y, 0, row, width);
      continue;
    }
    const bool direct = format_.dtype == DType::float32;
    const PlanesOut out = direct ? PlanesAt(y, 0) : PlanesOut{row, width};
    for (size_t c = 0; c < channels; ++c) {
      const Affine affine{.scale = {format_.affine.scale[c]}, .bias = {format_.affine.bias[c]}};
      kernels_.affine_interleaved(from + c * plane, 1, width, affine, out.data + c * out.plane);
    }
    if (!direct) CastPlanes(y, 0, row, width, width);
  }
}

void RowWriter::Fill(const std::array<float, 4>& color) {
  const size_t channels = format_.channels;
  const size_t width = format_.size.width;
  ScratchBuffer buffer((width * channels + 8) * sizeof(float));
  auto* row = reinterpret_cast<float*>(buffer.bytes().data());
  for (uint32_t y = 0; y < format_.size.height; ++y) {
    for (size_t i = 0; i < width * channels; ++i) row[i] = color[i % channels];
    WriteFloats(y, 0, row, width);
  }
}

}  // namespace dareblopy
