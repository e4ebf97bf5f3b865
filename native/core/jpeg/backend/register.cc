// This library as a Backend; core/jpeg/backend.cc finds it by its namespace.
#include "core/jpeg/backend/compressor.h"
#include "core/jpeg/backend/decompressor.h"
#include "core/jpeg/backend/transcoder.h"

#define DAREBLOPY_TEXT_INNER(x) #x
#define DAREBLOPY_TEXT(x) DAREBLOPY_TEXT_INNER(x)

namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE {

namespace {

class LibraryBackend final : public Backend {
 public:
#ifdef DAREBLOPY_JPEG_TURBO
  BackendId id() const override { return BackendId::turbo; }
  const char* library() const override { return "libjpeg-turbo"; }
  std::string version() const override { return DAREBLOPY_TEXT(LIBJPEG_TURBO_VERSION); }
#else
  BackendId id() const override { return BackendId::ijg; }
  const char* library() const override { return "IJG libjpeg"; }
  std::string version() const override {
    return std::to_string(JPEG_LIB_VERSION_MAJOR) +
           static_cast<char>('a' + JPEG_LIB_VERSION_MINOR - 1);
  }
#endif
  Decompressor& ThreadDecompressor() const override {
    thread_local LibraryDecompressor decompressor;
    return decompressor;
  }
  Status Encode(const uint8_t* pixels, size_t stride, ImageSize size, PixelFormat format,
                const EncodeOptions& options, Buffer& out) const override {
    return Compress(pixels, stride, size, format, options, out);
  }
  Status Repack(Bytes data, const RepackOptions& options, Buffer& out) const override {
    return Transcode(data, options, out);
  }
};

}  // namespace

const Backend& Instance();
const Backend& Instance() {
  static const LibraryBackend backend;
  return backend;
}

}  // namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE
