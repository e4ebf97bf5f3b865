// One image to 8-bit pixels in memory: region, scale, orientation, layout.
#pragma once

#include <optional>
#include <vector>

#include "core/image/orientation.h"
#include "core/image/row_writer.h"
#include "core/jpeg/backend.h"

namespace dareblopy::jpeg {

struct ImageOptions {
  BackendId backend = BackendId::turbo;
  PixelOptions pixels{};
  Layout layout = Layout::hwc;
  std::optional<Rect> region{};    // of the image as it would come out whole: scaled and upright
  bool apply_orientation = false;  // turn upright as EXIF says
  OpenOptions open{};
};

/// Two steps, so that the caller can get the memory in between. Belongs to one thread, which may
/// not open another image of the same backend meanwhile.
class ImageDecoder {
 public:
  explicit ImageDecoder(const ImageOptions& options) : options_(options) {}
  ~ImageDecoder() { Close(); }
  ImageDecoder(const ImageDecoder&) = delete;
  ImageDecoder& operator=(const ImageDecoder&) = delete;

  /// Reads the header of `data`, which stays until Decode. Answers the size of what Decode will
  /// give.
  Result<ImageSize> Open(Bytes data);
  /// Decodes to `out`, of ByteSize() bytes.
  Status Decode(uint8_t* out);
  size_t ByteSize() const { return size_t{size_.width} * size_.height * Channels(); }
  uint32_t Channels() const { return ChannelsOf(options_.pixels.format); }
  /// Damage that was survived, with open.tolerant.
  const std::vector<Warning>& warnings() const { return decompressor_->warnings(); }

 private:
  Status DecodeStored(uint8_t* out, size_t stride);
  void Close();

  const ImageOptions& options_;
  const Backend* backend_ = nullptr;
  Decompressor* decompressor_ = nullptr;
  Bytes data_;
  Orientation orientation_;
  Rect stored_;     // what is decoded, as stored
  ImageSize size_;  // of the result
};

}  // namespace dareblopy::jpeg
