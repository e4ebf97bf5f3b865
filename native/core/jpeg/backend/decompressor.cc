#include "core/jpeg/backend/decompressor.h"

#include <algorithm>
#include <cstring>

namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE {

namespace {

constexpr JDIMENSION kRowsPerCall = 8;

/// libjpeg keeps its quantisation and Huffman tables from image to image; dropping them (below)
/// leaves a few kB with the object, which is therefore made anew now and then.
constexpr int kImagesPerObject = 16;

/// Columns next to a cropped window that fancy upsampling looks at: one chroma sample, which is two
/// pixels wide wherever it is fancy.
constexpr uint32_t kCropMargin = 2;

/// Rows in scratch memory start between two vectors' places: libjpeg-turbo writes rows that start
/// at one past the caches (jdcolext), and these are read at once.
constexpr size_t kVector = 32;
constexpr size_t kScratchShift = kVector / 2;

}  // namespace

Status LibraryDecompressor::Create() {
  if (created_) return {};
  errors_.Attach(info_);
  if (!errors_.Guard([this] { jpeg_create_decompress(&info_); })) return errors_.TakeError();
  created_ = true;
  images_ = 0;
  info_.src = source_.manager();
  info_.progress = &progress_.base;
  info_.client_data = &errors_;
  progress_ = {.base = {.progress_monitor = OnProgress}, .self = this};
  return {};
}

void LibraryDecompressor::Destroy() {
  if (created_) jpeg_destroy_decompress(&info_);
  created_ = false;
}

/// The error, after which the object is not used again.
Error LibraryDecompressor::Fail() {
  Error error = errors_.TakeError();
  Destroy();
  return error;
}

Result<ImageSize> LibraryDecompressor::Open(Bytes data, const OpenOptions& options) {
  if (data.size() < 2 || data[0] != 0xFF || data[1] != 0xD8) {
    return Error{
        .code = ErrorCode::JPEG_NOT_A_JPEG,
        .message = data.empty() ? "No bytes where a JPEG was expected" : "The data is not a JPEG",
        .offset = 0,
        .expected = "FF D8 at its start"};
  }
  source_.Reset(data);
  errors_.Reset(options);
  DAREBLOPY_TRY(Create());
  if (!errors_.Guard([this] { jpeg_read_header(&info_, TRUE); })) return Fail();
  const uint64_t pixels = uint64_t{info_.image_width} * info_.image_height;
  if (info_.data_precision != 8) {
    return Error{.code = ErrorCode::JPEG_UNSUPPORTED,
                 .message = "A JPEG of " + std::to_string(info_.data_precision) +
                            "-bit samples; 8 are supported"};
  }
  if (pixels > options.limits.max_pixels) {
    return Error{.code = ErrorCode::LIMIT_EXCEEDED,
                 .message = "The image has more pixels than maxPixels allows",
                 .expected = options.limits.max_pixels,
                 .actual = pixels};
  }
  return ImageSize{info_.image_width, info_.image_height};
}

void LibraryDecompressor::ChooseColors(PixelFormat format) {
  format_ = format;
  step_ = RowStep::none;
  const bool inks = info_.jpeg_color_space == JCS_CMYK || info_.jpeg_color_space == JCS_YCCK;
  if (inks) {
    info_.out_color_space = JCS_CMYK;
    if (format != PixelFormat::cmyk) step_ = RowStep::from_cmyk;
    return;
  }
  switch (format) {
    case PixelFormat::gray:
      info_.out_color_space = JCS_GRAYSCALE;
      return;
    case PixelFormat::rgb:
      info_.out_color_space = JCS_RGB;
      return;
    case PixelFormat::cmyk:
      errors_.Leave(ErrorCode::JPEG_UNSUPPORTED,
                    "CMYK pixels were asked of an image that is not CMYK");
#ifdef JCS_EXTENSIONS
    case PixelFormat::bgr:
      info_.out_color_space = JCS_EXT_BGR;
      return;
    case PixelFormat::rgba:
      info_.out_color_space = JCS_EXT_RGBA;
      return;
    case PixelFormat::bgra:
      info_.out_color_space = JCS_EXT_BGRA;
      return;
#else
    default:
      info_.out_color_space = JCS_RGB;
      step_ = RowStep::from_rgb;
      return;
#endif
  }
}

Result<ImageSize> LibraryDecompressor::Prepare(const PixelOptions& options) {
  const auto calls = [this, &options] {
    ChooseColors(options.format);
    info_.scale_num = options.scale_eighths;
    info_.scale_denom = 8;
    info_.dct_method = options.dct == DctMethod::ifast ? JDCT_IFAST : JDCT_ISLOW;
    info_.do_fancy_upsampling = options.fancy_upsampling ? TRUE : FALSE;
    jpeg_calc_output_dimensions(&info_);
  };
  if (!errors_.Guard(calls)) return Fail();
  return ImageSize{info_.output_width, info_.output_height};
}

Status LibraryDecompressor::Decode(const Rect& window, uint8_t* out, size_t stride) {
  return DecodeTo(window, {.out = out, .stride = stride});
}

Status LibraryDecompressor::DecodeRows(const Rect& window, RowSink& sink) {
  if (step_ != RowStep::none) converted_.Resize(size_t{window.width} * ChannelsOf(format_));
  return DecodeTo(window, {.sink = &sink});
}

Status LibraryDecompressor::DecodeTo(const Rect& window, const Target& target) {
  // Before the calls, while nothing can jump: rows of the whole width are the most that is needed.
  scratch_.Resize(ScratchStride() * kRowsPerCall + kScratchShift);
  if (entropy_ == nullptr) entropy_ = std::make_unique<BaselineEntropy>();
  ours_ = false;
  if (info_.progressive_mode) {
    if (progressive_entropy_ == nullptr) {
      progressive_entropy_ = std::make_unique<ProgressiveEntropy>();
    }
    progressive_entropy_->Prepare(info_, errors_.options());
  }
  const auto calls = [this, &window, &target] {
    jpeg_start_decompress(&info_);
    if (source_.exhausted() && !errors_.options().tolerant && LacksScans()) {
      errors_.LeaveTruncated();
    }
    ours_ = entropy_->Attach(&info_, errors_.options());
    const Columns columns = CropTo(window);
    SkipTo(window.y);
    ReadRows(window, columns, target);
    // The end of the file is checked with the end of the image; a window that ends before is done.
    if (info_.output_scanline == info_.output_height) jpeg_finish_decompress(&info_);
  };
  if (!errors_.Guard(calls)) return Fail();
  return {};
}

size_t LibraryDecompressor::ScratchStride() const {
  const size_t row = size_t{info_.output_width} * static_cast<size_t>(info_.out_color_components);
  return (row + kVector - 1) / kVector * kVector;
}

/// Whether libjpeg will smooth blocks whose coefficients never came (jdcoefct.c, smoothing_ok): it
/// then looks at neighbouring blocks, which a crop would take away.
bool LibraryDecompressor::SmoothsBlocks() const {
  if (!info_.progressive_mode || info_.coef_bits == nullptr) return false;
  for (int c = 0; c < info_.num_components; ++c) {
    for (int i = 0; i < 64; ++i) {
      if (info_.coef_bits[c][i] != 0) return true;
    }
  }
  return false;
}

/// Of a file that has no end: whether scans are missing, each of those that came being whole. An
/// image of a single scan cannot lack one.
bool LibraryDecompressor::LacksScans() const {
  if (info_.progressive_mode) return SmoothsBlocks();
  for (int c = 0; c < info_.num_components; ++c) {
    // Saved as the component's first scan begins (jdinput.c, latch_quant_tables).
    if (info_.comp_info[c].quant_table == nullptr) return true;
  }
  return false;
}

LibraryDecompressor::Columns LibraryDecompressor::CropTo(const Rect& window) {
#ifdef DAREBLOPY_JPEG_TURBO
  if (window.width < info_.output_width && !SmoothsBlocks()) {
    JDIMENSION left = window.x > kCropMargin ? window.x - kCropMargin : 0;
    const JDIMENSION right =
        std::min<JDIMENSION>(window.x + window.width + kCropMargin, info_.output_width);
    JDIMENSION width = right - left;
    jpeg_crop_scanline(&info_, &left, &width);
    return {width, window.x - left};
  }
#endif
  return {info_.output_width, window.x};
}

void LibraryDecompressor::SkipTo(uint32_t row) {
#ifdef DAREBLOPY_JPEG_TURBO
  if (row > 0 && !SmoothsBlocks()) jpeg_skip_scanlines(&info_, row);
#else
  static_cast<void>(row);  // IJG's library cannot skip: ReadRows drops the rows before the window
#endif
}

void LibraryDecompressor::ReadRows(const Rect& window, Columns columns, const Target& target) {
  const size_t channels = static_cast<size_t>(info_.out_color_components);
  const bool direct =
      target.sink == nullptr && step_ == RowStep::none && columns.width == window.width;
  const size_t scratch_stride = ScratchStride();
  const JDIMENSION end = window.y + window.height;
  while (info_.output_scanline < end) {
    const JDIMENSION first = info_.output_scanline;
    JSAMPROW rows[kRowsPerCall];
    JDIMENSION count = std::min(kRowsPerCall, end - first);
    const bool wanted = first >= window.y;
    if (!wanted) count = std::min(count, window.y - first);
    for (JDIMENSION i = 0; i < count; ++i) {
      rows[i] = direct && wanted ? target.out + target.stride * (first - window.y + i)
                                 : scratch_.data() + kScratchShift + i * scratch_stride;
    }
    const JDIMENSION got = jpeg_read_scanlines(&info_, rows, count);
    if (direct || !wanted) continue;
    for (JDIMENSION i = 0; i < got; ++i) {
      DeliverRow(rows[i] + columns.left * channels, first - window.y + i, window.width, target);
    }
  }
}

void LibraryDecompressor::DeliverRow(const uint8_t* row, uint32_t y, size_t pixels,
                                     const Target& target) {
  if (target.sink == nullptr) {
    ConvertRow(row, pixels, target.out + target.stride * y);
  } else if (step_ == RowStep::none) {
    target.sink->TakeRow(y, row);
  } else {
    ConvertRow(row, pixels, converted_.data());
    target.sink->TakeRow(y, converted_.data());
  }
}

void LibraryDecompressor::ConvertRow(const uint8_t* row, size_t pixels, uint8_t* out) const {
  switch (step_) {
    case RowStep::none:
      std::memcpy(out, row, pixels * static_cast<size_t>(info_.out_color_components));
      return;
    case RowStep::from_rgb:
      ConvertRgbRow(row, pixels, format_, out);
      return;
    case RowStep::from_cmyk:
      ConvertCmykRow(row, pixels, format_, out);
      return;
  }
}

void LibraryDecompressor::OnProgress(j_common_ptr info) {
  auto* const decompress = reinterpret_cast<j_decompress_ptr>(info);
  ErrorManager::CheckProgress(decompress);
  if (!decompress->progressive_mode) return;
  reinterpret_cast<Progress*>(info->progress)->self->progressive_entropy_->TakeScan(decompress);
}

bool LibraryDecompressor::decoded_by_us() const {
  const bool progressive = progressive_entropy_ != nullptr && progressive_entropy_->done();
  return info_.progressive_mode ? progressive : ours_ && entropy_->done();
}

void LibraryDecompressor::Close() {
  if (!created_) return;
  if (++images_ >= kImagesPerObject) {
    Destroy();
    return;
  }
  jpeg_abort_decompress(&info_);
  // A file that lacks its tables must not find those of the image before it.
  for (auto& table : info_.quant_tbl_ptrs) table = nullptr;
  for (auto& table : info_.dc_huff_tbl_ptrs) table = nullptr;
  for (auto& table : info_.ac_huff_tbl_ptrs) table = nullptr;
}

}  // namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE
