// Decompressor over one libjpeg object that is used again for image after image.
#pragma once

#include <vector>

#include "core/base/buffer.h"
#include "core/jpeg/backend.h"
#include "core/jpeg/backend/error_manager.h"
#include "core/jpeg/backend/library.h"
#include "core/jpeg/backend/memory_source.h"

namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE {

class LibraryDecompressor final : public Decompressor {
 public:
  LibraryDecompressor() : errors_(&source_) {}
  ~LibraryDecompressor() override { Destroy(); }
  LibraryDecompressor(const LibraryDecompressor&) = delete;
  LibraryDecompressor& operator=(const LibraryDecompressor&) = delete;

  Result<ImageSize> Open(Bytes data, const OpenOptions& options) override;
  Result<ImageSize> Prepare(const PixelOptions& options) override;
  Status Decode(const Rect& window, uint8_t* out, size_t stride) override;
  void Close() override;
  const std::vector<Warning>& warnings() const override { return errors_.warnings(); }

 private:
  /// What the rows that libjpeg gives still need to become the caller's.
  enum class RowStep : uint8_t { none, from_rgb, from_cmyk };
  /// Columns that libjpeg gives, and where the window starts in them.
  struct Columns {
    size_t width;
    size_t left;
  };

  Status Create();
  void Destroy();
  Error Fail();
  void ChooseColors(PixelFormat format);
  bool SmoothsBlocks() const;
  Columns CropTo(const Rect& window);
  void SkipTo(uint32_t row);
  void ReadRows(const Rect& window, Columns columns, uint8_t* out, size_t stride);
  void StoreRow(const uint8_t* row, size_t pixels, uint8_t* out) const;
  static void OnProgress(j_common_ptr info);

  jpeg_decompress_struct info_{};
  MemorySource source_;
  ErrorManager errors_;
  jpeg_progress_mgr progress_{};
  Buffer scratch_;
  PixelFormat format_ = PixelFormat::rgb;
  RowStep step_ = RowStep::none;
  bool created_ = false;
  int images_ = 0;  // since Create
};

}  // namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE
