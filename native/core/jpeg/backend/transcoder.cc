#include "core/jpeg/backend/transcoder.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "core/jpeg/backend/buffer_destination.h"
#include "core/jpeg/backend/error_manager.h"
#include "core/jpeg/backend/memory_source.h"

namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE {

namespace {

constexpr unsigned kMostOfMarker = 0xFFFF;
constexpr uint64_t kMostOfInterval = 0xFFFF;  // DRI has 16 bits for it
constexpr int kExifMarker = JPEG_APP0 + 1;    // XMP's, too
constexpr int kIccMarker = JPEG_APP0 + 2;

using namespace std::string_view_literals;

bool Starts(const jpeg_marker_struct& marker, std::string_view with) {
  return marker.data_length >= with.size() &&
         std::memcmp(marker.data, with.data(), with.size()) == 0;
}

bool Keeps(const RepackOptions& options, const jpeg_marker_struct& marker) {
  if (marker.marker == kExifMarker && Starts(marker, "Exif\0\0"sv)) return options.keep_exif;
  if (marker.marker == kIccMarker && Starts(marker, "ICC_PROFILE\0"sv)) return options.keep_icc;
  return false;
}

class Transcoder {
 public:
  Transcoder(Bytes data, const RepackOptions& options, Buffer& out)
      : options_(options), errors_(&source_), destination_(out) {
    source_.Reset(data);
    errors_.Reset({.limits = options.limits, .cancelled = options.cancelled});
    errors_.Attach(from_);
    errors_.Attach(to_);
  }
  ~Transcoder() {
    // Both are all zeros, which is sound, until they are created.
    jpeg_destroy_compress(&to_);
    jpeg_destroy_decompress(&from_);
  }
  Transcoder(const Transcoder&) = delete;
  Transcoder& operator=(const Transcoder&) = delete;

  Status Run() {
    const auto calls = [this] {
      jvirt_barray_ptr* const coefficients = Read();
      Configure();
      jpeg_write_coefficients(&to_, coefficients);
      for (auto* marker = from_.marker_list; marker != nullptr; marker = marker->next) {
        if (!Keeps(options_, *marker)) continue;
        jpeg_write_marker(&to_, marker->marker, marker->data, marker->data_length);
      }
      jpeg_finish_compress(&to_);
      jpeg_finish_decompress(&from_);
    };
    if (!errors_.Guard(calls)) return errors_.TakeError();
    return {};
  }

 private:
  jvirt_barray_ptr* Read() {
    jpeg_create_decompress(&from_);
    from_.client_data = &errors_;
    from_.src = source_.manager();
    from_.progress = &progress_;
    progress_.progress_monitor = [](j_common_ptr info) {
      ErrorManager::CheckProgress(reinterpret_cast<j_decompress_ptr>(info));
    };
    jpeg_save_markers(&from_, kExifMarker, options_.keep_exif ? kMostOfMarker : 0);
    jpeg_save_markers(&from_, kIccMarker, options_.keep_icc ? kMostOfMarker : 0);
    jpeg_read_header(&from_, TRUE);
    if (from_.data_precision != 8) {
      errors_.Leave(ErrorCode::JPEG_UNSUPPORTED, "Only JPEGs of 8-bit samples can be repacked");
    }
    if (uint64_t{from_.image_width} * from_.image_height > options_.limits.max_pixels) {
      errors_.Leave(ErrorCode::LIMIT_EXCEEDED, "The image has more pixels than maxPixels allows");
    }
    return jpeg_read_coefficients(&from_);
  }

  void Configure() {
    jpeg_create_compress(&to_);
    to_.client_data = &errors_;
    to_.dest = destination_.manager();
    jpeg_copy_critical_parameters(&from_, &to_);
    to_.optimize_coding = options_.optimize ? TRUE : FALSE;
    if (options_.progressive) jpeg_simple_progression(&to_);
    to_.restart_interval = 0;
    to_.restart_in_rows = 0;
    if (options_.restart_mcus != 0) {
      to_.restart_interval = static_cast<unsigned>(options_.restart_mcus);
    } else if (options_.restart_rows != 0) {
      const uint64_t most = std::max<uint64_t>(1, kMostOfInterval / McusPerRow());
      to_.restart_in_rows = static_cast<int>(std::min<uint64_t>(options_.restart_rows, most));
    }
  }

  /// Of a scan of one component or of all, whichever has more.
  uint64_t McusPerRow() const {
    uint64_t blocks = 1;
    for (int i = 0; i < from_.num_components; ++i) {
      blocks = std::max<uint64_t>(blocks, from_.comp_info[i].width_in_blocks);
    }
    return blocks;
  }

  const RepackOptions& options_;
  MemorySource source_;
  ErrorManager errors_;
  BufferDestination destination_;
  jpeg_progress_mgr progress_{};
  jpeg_decompress_struct from_{};
  jpeg_compress_struct to_{};
};

}  // namespace

Status Transcode(Bytes data, const RepackOptions& options, Buffer& out) {
  return Transcoder(data, options, out).Run();
}

}  // namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE
