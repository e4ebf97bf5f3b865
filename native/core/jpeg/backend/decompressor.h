// Decompressor over one libjpeg object that is used again for image after image.
#pragma once

#include <memory>
#include <vector>

#include "core/base/buffer.h"
#include "core/jpeg/backend.h"
#include "core/jpeg/backend/baseline_entropy.h"
#include "core/jpeg/backend/error_manager.h"
#include "core/jpeg/backend/library.h"
#include "core/jpeg/backend/memory_source.h"
#include "core/jpeg/backend/progressive_entropy.h"

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
  Status DecodeRows(const Rect& window, RowSink& sink) override;
  void Close() override;
  const std::vector<Warning>& warnings() const override { return errors_.warnings(); }
  bool sound_so_far() const override {
    return !info_.progressive_mode && ours_ && entropy_->sound_so_far();
  }
  bool decoded_by_us() const override;

 private:
  /// What the rows that libjpeg gives still need to become the caller's.
  enum class RowStep : uint8_t { none, from_rgb, from_cmyk };
  /// Columns that libjpeg gives, and where the window starts in them.
  struct Columns {
    size_t width;
    size_t left;
  };
  /// Where rows go: to `sink`, or without one to `out`.
  struct Target {
    uint8_t* out = nullptr;
    size_t stride = 0;
    RowSink* sink = nullptr;
  };

  /// libjpeg's callback gets a pointer to its base.
  struct Progress {
    jpeg_progress_mgr base;
    LibraryDecompressor* self;
  };

  Status Create();
  void Destroy();
  Error Fail();
  void ChooseColors(PixelFormat format);
  bool SmoothsBlocks() const;
  bool LacksScans() const;
  Status DecodeTo(const Rect& window, const Target& target);
  Columns CropTo(const Rect& window);
  void SkipTo(uint32_t row);
  void ReadRows(const Rect& window, Columns columns, const Target& target);
  void DeliverRow(const uint8_t* row, uint32_t y, size_t pixels, const Target& target);
  void ConvertRow(const uint8_t* row, size_t pixels, uint8_t* out) const;
  size_t ScratchStride() const;
  static void OnProgress(j_common_ptr info);

  jpeg_decompress_struct info_{};
  MemorySource source_;
  ErrorManager errors_;
  Progress progress_{};
  Buffer scratch_;    // rows as libjpeg gives them
  Buffer converted_;  // one row as a sink gets it
  std::unique_ptr<BaselineEntropy> entropy_;
  std::unique_ptr<ProgressiveEntropy> progressive_entropy_;  // from the first such image on
  bool ours_ = false;  // entropy_ has the scan, or had it until something was out of the ordinary
  PixelFormat format_ = PixelFormat::rgb;
  RowStep step_ = RowStep::none;
  bool created_ = false;
  int images_ = 0;  // since Create
};

}  // namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE
