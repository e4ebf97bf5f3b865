#include "core/image/row_writer.h"

#include <cstring>

namespace dareblopy {

namespace {

void MirrorBytes(const uint8_t* row, size_t pixels, size_t channels, uint8_t* out) {
  for (size_t i = 0; i < pixels; ++i) {
    std::memcpy(out + i * channels, row + (pixels - 1 - i) * channels, channels);
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
  if (format_.dtype != DType::uint8 || format_.layout != Layout::hwc) return nullptr;
  return At(y, left, 0);
}

/// Float planes, `plane` values apart, to the planes of a uint8 or float16 image.
void RowWriter::CastPlanes(uint32_t y, uint32_t left, const float* planes, size_t plane,
                           size_t pixels) {
  for (size_t c = 0; c < format_.channels; ++c) {
    uint8_t* out = At(y, left, c);
    if (format_.dtype == DType::uint8) {
      kernels_.to_bytes(planes + c * plane, pixels, out);
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
    default:
      kernels_.to_bytes(row, pixels * channels, out);
  }
}

void RowWriter::WriteBytes(uint32_t y, uint32_t left, const uint8_t* row, size_t pixels,
                           bool mirror) {
  if (format_.dtype == DType::uint8) return CopyBytes(y, left, row, pixels, mirror);
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
    MirrorBytes(row, pixels, channels, bytes);
    row = bytes;
  }
  constexpr float kOne = 1;
  kernels_.blend_rows(row, 0, &kOne, 1, pixels * channels, scratch);
  WriteFloats(y, left, scratch, pixels);
}

void RowWriter::CopyBytes(uint32_t y, uint32_t left, const uint8_t* row, size_t pixels,
                          bool mirror) {
  const size_t channels = format_.channels;
  if (format_.layout == Layout::hwc) {
    uint8_t* out = At(y, left, 0);
    if (mirror) {
      MirrorBytes(row, pixels, channels, out);
    } else {
      std::memcpy(out, row, pixels * channels);
    }
    return;
  }
  for (size_t c = 0; c < channels; ++c) {
    uint8_t* out = At(y, left, c);
    for (size_t i = 0; i < pixels; ++i) out[i] = row[(mirror ? pixels - 1 - i : i) * channels + c];
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
