// The seam between us and the two libjpegs. One source (backend/) implements it, compiled once
// against each library; nothing outside backend/ includes a jpeglib.h.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/buffer.h"
#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/image/image_source.h"
#include "core/image/pixel_format.h"
#include "core/image/rect.h"

namespace dareblopy::jpeg {

enum class BackendId : uint8_t { turbo, ijg };

inline constexpr std::string_view kBackendNames[] = {"turbo", "ijg"};

std::optional<BackendId> BackendFromName(std::string_view name);

/// The inverse DCT. islow is exact integer arithmetic; ifast is quicker and a little off.
enum class DctMethod : uint8_t { islow, ifast };

/// What a file may cost, whatever it claims.
struct Limits {
  uint64_t max_pixels = uint64_t{1} << 28;  // of the whole image, before scaling
  uint32_t max_scans = 100;                 // of a progressive image; honest ones have about ten
};

/// Who reads the Huffman codes: the library, or we where we can. To choose is for tests.
enum class EntropyDecoder : uint8_t { quickest, library, ours };

/// What holds for one image from its first byte on.
struct OpenOptions {
  Limits limits{};
  bool tolerant = false;                         // damage becomes warnings instead of an error
  bool strict = false;                           // so is what changes no pixel refused
  const std::atomic<bool>* cancelled = nullptr;  // looked at every few rows; may be null
  EntropyDecoder entropy = EntropyDecoder::quickest;
  bool read_all = false;  // also coded data that changes no pixel asked for: to find damage there
};

/// How the samples become pixels.
struct PixelOptions {
  PixelFormat format = PixelFormat::rgb;
  DctMethod dct = DctMethod::islow;
  bool fancy_upsampling = true;
  uint32_t scale_eighths =
      8;  // 1 to 16: the inverse DCT gives blocks of that many pixels instead of 8
};

/// One image that is being decoded. Belongs to the thread it was got on; at most one is open a
/// thread and backend, and the bytes given to Open must stay until Close.
class Decompressor {
 public:
  virtual ~Decompressor() = default;
  /// Reads the header and checks it against the limits. Answers the size of the whole image.
  virtual Result<ImageSize> Open(Bytes data, const OpenOptions& options) = 0;
  /// The size that the image will have when decoded so.
  virtual Result<ImageSize> Prepare(const PixelOptions& options) = 0;
  /// Decodes the pixels of `window` (within what Prepare answered) to `out`, rows `stride` bytes
  /// apart. Byte for byte that rectangle of the whole image, though only what is needed is
  /// reconstructed.
  virtual Status Decode(const Rect& window, uint8_t* out, size_t stride) = 0;
  /// Same, row by row to `sink`.
  virtual Status DecodeRows(const Rect& window, RowSink& sink) = 0;
  /// Ends with this image; the next one finds no trace of it.
  virtual void Close() = 0;
  virtual const std::vector<Warning>& warnings() const = 0;
  /// After Decode of some rows: whether what was decoded was all ours, and sound up to the end of
  /// the last segment before a restart marker.
  virtual bool sound_so_far() const = 0;
  /// Whether the whole scan was decoded by us rather than by the library: for tests.
  virtual bool decoded_by_us() const = 0;
};

/// Closes when it goes out of scope.
class OpenImage {
 public:
  explicit OpenImage(Decompressor& decompressor) : decompressor_(decompressor) {}
  ~OpenImage() { decompressor_.Close(); }
  OpenImage(const OpenImage&) = delete;
  OpenImage& operator=(const OpenImage&) = delete;
  Decompressor* operator->() { return &decompressor_; }

 private:
  Decompressor& decompressor_;
};

enum class ChromaSubsampling : uint8_t { s444, s422, s420, s440, s411 };

struct EncodeOptions {
  int quality = 90;  // 1 to 100, on libjpeg's scale
  ChromaSubsampling subsampling = ChromaSubsampling::s420;
  bool progressive = false;
  bool optimize = false;  // Huffman tables made for this image
};

/// How a JPEG is written anew, losslessly: its coefficients stay as they are.
struct RepackOptions {
  uint32_t restart_rows = 1;  // rows of MCUs from one restart marker to the next; 0: none
  uint32_t restart_mcus = 0;  // or MCUs, up to 65,535; 0: rows count
  bool optimize = true;       // Huffman tables made for this image
  bool progressive = false;
  bool keep_icc = true;
  bool keep_exif = true;
  Limits limits{};
  const std::atomic<bool>* cancelled = nullptr;
};

class Backend {
 public:
  virtual ~Backend() = default;
  virtual BackendId id() const = 0;
  /// Name and version, as the library tells them.
  virtual const char* library() const = 0;
  virtual std::string version() const = 0;
  /// The calling thread's decompressor.
  virtual Decompressor& ThreadDecompressor() const = 0;
  /// Appends the JPEG of gray or rgb pixels, rows `stride` bytes apart, to `out`.
  virtual Status Encode(const uint8_t* pixels, size_t stride, ImageSize size, PixelFormat format,
                        const EncodeOptions& options, Buffer& out) const = 0;
  /// Appends the same image to `out`, with other codes around its coefficients.
  virtual Status Repack(Bytes data, const RepackOptions& options, Buffer& out) const = 0;
};

/// The backend, or JPEG_BACKEND_MISSING where the build lacks it.
Result<const Backend*> FindBackend(BackendId id);
/// Those that this build has, turbo first.
std::vector<const Backend*> Backends();

}  // namespace dareblopy::jpeg
