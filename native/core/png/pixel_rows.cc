#include "core/png/pixel_rows.h"

#include <cstring>
#include <type_traits>

#include "core/base/endian.h"

namespace dareblopy::png {

namespace {

/// A sample of `depth` bits on the scale of `Sample`: 16 bits lose their lower half, fewer are
/// repeated.
template <typename Sample>
Sample Scale(uint32_t value, uint8_t depth) {
  if (depth == 16) return static_cast<Sample>(sizeof(Sample) == 2 ? value : value >> 8);
  return static_cast<Sample>(value * (kOpaque<Sample> / ((1u << depth) - 1)));
}

uint32_t Stored(const uint8_t* samples, size_t i, uint8_t depth) {
  return depth == 16 ? LoadBe16(samples + 2 * i) : samples[i];
}

}  // namespace

void UnpackSamples(const uint8_t* packed, size_t samples, uint8_t bit_depth, uint8_t* out) {
  const uint32_t per_byte = 8u / bit_depth;
  const uint8_t mask = static_cast<uint8_t>((1u << bit_depth) - 1);
  for (size_t i = 0; i < samples; ++packed) {
    for (uint32_t k = 0; k < per_byte && i < samples; ++k, ++i) {
      out[i] = static_cast<uint8_t>(*packed >> (8 - bit_depth * (k + 1))) & mask;
    }
  }
}

PixelRows::PixelRows(const Header& header, const CodecOptions& options)
    : header_(header), options_(options), channels_(ChannelsOf(options.format)) {}

Result<std::unique_ptr<PixelRows>> PixelRows::Make(Bytes file, const Header& header,
                                                   const CodecOptions& options) {
  const auto unsupported = [](const char* message) {
    return Error{.code = ErrorCode::PNG_UNSUPPORTED, .message = message};
  };
  if (options.format == PixelFormat::cmyk) return unsupported("A PNG has no inks (order: 'cmyk')");
  if (options.indices && header.samples() != 1) {
    return unsupported("Indices are asked for of a PNG of colours");
  }
  if (options.indices && header.bit_depth == 16 && !options.wide) {
    return unsupported("Indices of 16 bits do not fit: dtype 'uint16' keeps them");
  }
  std::unique_ptr<PixelRows> rows(new PixelRows(header, options));
  rows->ReadTransparency(file);
  const bool same_depth = header.bit_depth == 8 && !options.wide;
  const bool gray = header.color_type == ColorType::gray && options.format == PixelFormat::gray;
  const bool rgb = header.color_type == ColorType::rgb && options.format == PixelFormat::rgb;
  const bool rgba =
      header.color_type == ColorType::rgb_alpha && options.format == PixelFormat::rgba;
  const bool opaque = options.alpha.mode == Alpha::drop || !rows->keyed_;
  const bool same_pixels =
      same_depth && (((gray || rgb) && opaque) || (rgba && options.alpha.mode == Alpha::keep));
  if ((options.indices && !options.wide) || same_pixels) {
    rows->kind_ = Kind::copy;
  } else if (header.samples() == 1 && header.bit_depth <= 8) {
    rows->kind_ = Kind::table;
    rows->MakeTable(file);
  }
  return rows;
}

void PixelRows::ReadTransparency(Bytes file) {
  const Segment& place = header_.transparency;
  if (place.size == 0 || header_.color_type == ColorType::palette) return;
  keyed_ = true;
  for (size_t i = 0; i < place.size / 2; ++i) {
    // 11.3.1.1: only as many bits as a sample has count.
    const uint32_t bits = (1u << header_.bit_depth) - 1;
    key_[i] = static_cast<uint16_t>(LoadBe16(file.data() + place.offset + 2 * i) & bits);
  }
}

/// The pixel of each value that a sample can have, by the general way from its colour.
void PixelRows::MakeTable(Bytes file) {
  table_.assign(256, 0);
  const bool palette = header_.color_type == ColorType::palette;
  entries_ = palette && !options_.indices ? header_.palette_entries() : 1u << header_.bit_depth;
  const auto fill = [&](auto zero) {
    using Sample = decltype(zero);
    for (uint32_t i = 0; i < entries_; ++i) {
      Sample rgba[4];
      rgba[3] = kOpaque<Sample>;
      if (options_.indices) {
        rgba[0] = static_cast<Sample>(i);
        std::memcpy(&table_[i], rgba, sizeof(Sample));
        continue;
      }
      for (size_t c = 0; c < 3; ++c) {
        const uint8_t byte = palette ? file[header_.palette.offset + 3 * i + c] : 0;
        rgba[c] = palette ? Scale<Sample>(byte, 8) : Scale<Sample>(i, header_.bit_depth);
      }
      const Segment& alphas = header_.transparency;
      if (palette && i < alphas.size) rgba[3] = Scale<Sample>(file[alphas.offset + i], 8);
      if (keyed_ && i == key_[0]) rgba[3] = 0;
      Sample pixel[4] = {};
      ConvertRgbaRow<Sample>(rgba, 1, options_.format, options_.alpha, pixel);
      std::memcpy(&table_[i], pixel, channels_ * sizeof(Sample));
    }
  };
  options_.wide ? fill(uint16_t{0}) : fill(uint8_t{0});
}

template <size_t kBytes>
static void LookUp(const uint8_t* samples, size_t pixels, const uint64_t* table, uint8_t* out) {
  for (size_t i = 0; i < pixels; ++i) std::memcpy(out + i * kBytes, &table[samples[i]], kBytes);
}

/// Three bytes a pixel, written four at a time but for the last.
static void LookUpRgb(const uint8_t* samples, size_t pixels, const uint64_t* table, uint8_t* out) {
  for (size_t i = 0; i + 1 < pixels; ++i) std::memcpy(out + i * 3, &table[samples[i]], 4);
  if (pixels > 0) std::memcpy(out + (pixels - 1) * 3, &table[samples[pixels - 1]], 3);
}

bool PixelRows::ByTable(const uint8_t* samples, size_t pixels, uint8_t* out) const {
  uint8_t most = 0;
  if (entries_ < 256) {
    for (size_t i = 0; i < pixels; ++i) most = samples[i] > most ? samples[i] : most;
  }
  switch (pixel_bytes()) {
    case 1:
      LookUp<1>(samples, pixels, table_.data(), out);
      break;
    case 2:
      LookUp<2>(samples, pixels, table_.data(), out);
      break;
    case 3:
      LookUpRgb(samples, pixels, table_.data(), out);
      break;
    case 4:
      LookUp<4>(samples, pixels, table_.data(), out);
      break;
    case 6:
      LookUp<6>(samples, pixels, table_.data(), out);
      break;
    default:
      LookUp<8>(samples, pixels, table_.data(), out);
  }
  return most < entries_;
}

template <typename Sample>
void PixelRows::ToRgba(const uint8_t* samples, size_t pixels, Sample* rgba) const {
  const uint8_t depth = header_.bit_depth;
  const size_t count = header_.samples();
  const bool colour = count >= 3;
  const bool alpha = header_.has_alpha();
  for (size_t i = 0; i < pixels; ++i, rgba += 4) {
    const size_t at = i * count;
    for (size_t c = 0; c < 3; ++c) {
      rgba[c] = Scale<Sample>(Stored(samples, at + (colour ? c : 0), depth), depth);
    }
    rgba[3] = kOpaque<Sample>;
    if (alpha) rgba[3] = Scale<Sample>(Stored(samples, at + count - 1, depth), depth);
    if (!keyed_) continue;
    bool same = true;
    for (size_t c = 0; c < count; ++c) same = same && Stored(samples, at + c, depth) == key_[c];
    if (same) rgba[3] = 0;
  }
}

template <typename Sample>
void PixelRows::General(const uint8_t* samples, size_t pixels, uint8_t* out) {
  auto* rgba = reinterpret_cast<Sample*>(rgba_.Resize(pixels * 4 * sizeof(Sample)).data());
  ToRgba<Sample>(samples, pixels, rgba);
  ConvertRgbaRow<Sample>(rgba, pixels, options_.format, options_.alpha,
                         reinterpret_cast<Sample*>(out));
}

bool PixelRows::Convert(const uint8_t* samples, size_t pixels, uint8_t* out) {
  switch (kind_) {
    case Kind::copy:
      std::memcpy(out, samples, pixels * channels_);
      return true;
    case Kind::table:
      return ByTable(samples, pixels, out);
    case Kind::general:
      break;
  }
  if (options_.indices) {  // of 16 bits
    for (size_t i = 0; i < pixels; ++i) {
      const uint16_t value = LoadBe16(samples + 2 * i);
      std::memcpy(out + 2 * i, &value, 2);
    }
    return true;
  }
  options_.wide ? General<uint16_t>(samples, pixels, out) : General<uint8_t>(samples, pixels, out);
  return true;
}

}  // namespace dareblopy::png
