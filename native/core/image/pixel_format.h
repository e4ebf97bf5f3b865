// How the pixels of 8-bit images lie in memory, and the conversions that libjpeg leaves to its
// caller.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dareblopy {

/// Channels in the order in which they lie. The alpha of rgba and bgra is 255 throughout.
enum class PixelFormat : uint8_t { gray, rgb, bgr, rgba, bgra, cmyk };

inline constexpr std::string_view kPixelFormatNames[] = {"gray", "rgb",  "bgr",
                                                         "rgba", "bgra", "cmyk"};

std::optional<PixelFormat> PixelFormatFromName(std::string_view name);

inline uint32_t ChannelsOf(PixelFormat format) {
  constexpr uint8_t kChannels[] = {1, 3, 3, 4, 4, 4};
  return kChannels[static_cast<size_t>(format)];
}

/// `pixels` RGB pixels into another order (rgb, bgr, rgba, bgra). The buffers may not overlap.
void ConvertRgbRow(const uint8_t* rgb, size_t pixels, PixelFormat format, uint8_t* out);

/// `pixels` CMYK pixels, stored as Adobe's programs store them (0 is full ink), into any other
/// format. R = C * K / 255 and so on, rounded: what djpeg writes and what Pillow's convert("RGB")
/// gives. Grey is the luma of that RGB, as Pillow's convert("L").
void ConvertCmykRow(const uint8_t* cmyk, size_t pixels, PixelFormat format, uint8_t* out);

}  // namespace dareblopy
