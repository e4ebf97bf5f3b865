#include "core/jpeg/backend/error_manager.h"

#include <cstdio>

namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE {

namespace {

constexpr size_t kKeptWarnings = 32;

ErrorManager& Of(j_common_ptr info) { return *static_cast<ErrorManager*>(info->client_data); }

constexpr const char* kEndedTooEarly = "Premature end of JPEG file";

/// Oddities of a header that change no pixel: an unknown Adobe flag or JFIF revision, bytes between
/// two segments before the first scan. Files that carry them are common and read the same
/// everywhere.
bool IsHeaderOddity(j_common_ptr info) {
  const int message = info->err->msg_code;
  if (message == JWRN_ADOBE_XFORM || message == JWRN_JFIF_MAJOR) return true;
  if (message != JWRN_EXTRANEOUS_DATA || !info->is_decompressor) return false;
  return reinterpret_cast<j_decompress_ptr>(info)->input_scan_number == 0;
}

/// More bytes than the library holds in its bit buffer, and more zeros in a row than photographs
/// have.
constexpr size_t kSuspiciousZeros = 24;

/// What lies behind the last coded data of a scan, or is missing there, changes no pixel: stray
/// bytes before the next marker, and the end of the file. The library loads ahead, and so may come
/// to that end before the last MCUs: it complains again where it then lacks bits (JWRN_HIT_MARKER).
/// With arithmetic coding it would not, as zeros may be left out there (T.81 D.2.6). Zeros that go
/// on from inside the data were not coded: they stand for what a transfer lost, and decode as
/// something.
bool IsBehindData(j_common_ptr info, const MemorySource* source) {
  if (!info->is_decompressor || source == nullptr) return false;
  const auto& image = *reinterpret_cast<j_decompress_ptr>(info);
  if (image.input_scan_number == 0) return false;
  const bool scan_is_complete = image.input_iMCU_row >= image.total_iMCU_rows;
  switch (info->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA: {
      constexpr uint64_t kMarkerBytes = 2;
      const auto stray = static_cast<uint64_t>(info->err->msg_parm.i[0]);
      const uint64_t end = source->offset() - (source->exhausted() ? 0 : kMarkerBytes);
      return scan_is_complete && end >= stray && !source->AreZero(end - stray, kSuspiciousZeros);
    }
    case JWRN_JPEG_EOF:
      if (scan_is_complete) return true;
      return !image.arith_code && !source->AreZero(source->offset(), kSuspiciousZeros);
    default:
      return false;
  }
}

}  // namespace

ErrorManager::ErrorManager(const MemorySource* source) : source_(source) {
  jpeg_std_error(&base_);
  base_.error_exit = OnError;
  base_.emit_message = OnMessage;
  base_.output_message = [](j_common_ptr) {};
}

void ErrorManager::Reset(const OpenOptions& options) {
  options_ = options;
  base_.num_warnings = 0;
  warnings_.clear();
}

void ErrorManager::Leave(ErrorCode code, const char* message) {
  code_ = code;
  std::snprintf(text_, sizeof(text_), "%s", message);
  std::longjmp(jump_, 1);  // NOLINT
}

void ErrorManager::LeaveTruncated() { Leave(ErrorCode::JPEG_TRUNCATED, kEndedTooEarly); }

void ErrorManager::CheckProgress(j_decompress_ptr info) {
  ErrorManager& errors = Of(reinterpret_cast<j_common_ptr>(info));
  const OpenOptions& options = errors.options();
  if (options.cancelled != nullptr && options.cancelled->load(std::memory_order_relaxed)) {
    errors.Leave(ErrorCode::ABORTED, "The decode was cancelled");
  }
  if (info->input_scan_number > static_cast<int>(options.limits.max_scans)) {
    errors.Leave(ErrorCode::LIMIT_EXCEEDED, "The image has more scans than maxScans allows");
  }
}

Error ErrorManager::TakeError() const {
  Error error{.code = code_, .message = text_};
  if (source_ != nullptr) error.offset = source_->offset();
  return error;
}

void ErrorManager::OnError(j_common_ptr info) {
  ErrorManager& self = Of(info);
  char text[JMSG_LENGTH_MAX];
  self.base_.format_message(info, text);
  self.Leave(self.CodeOf(self.base_.msg_code), text);
}

void ErrorManager::OnMessage(j_common_ptr info, int level) {
  if (level >= 0) return;  // traces
  ErrorManager& self = Of(info);
  ++self.base_.num_warnings;
  const bool harmless =
      IsHeaderOddity(info) || (!self.options_.strict && IsBehindData(info, self.source_));
  if (!self.options_.tolerant && !harmless) {
    const bool lacks_bits = self.base_.msg_code == JWRN_HIT_MARKER;
    if (lacks_bits && self.source_->exhausted()) self.LeaveTruncated();
    OnError(info);
  }
  self.base_.format_message(info, self.text_);
  self.Keep();
}

void ErrorManager::Keep() noexcept {
  if (warnings_.size() >= kKeptWarnings) return;
  try {
    warnings_.push_back({text_, source_ != nullptr ? source_->offset() : 0});
  } catch (...) {  // out of memory: the image matters more than the list
    return;
  }
}

ErrorCode ErrorManager::CodeOf(int message) const {
  switch (message) {
    case JERR_NO_SOI:
      return ErrorCode::JPEG_NOT_A_JPEG;
    case JERR_OUT_OF_MEMORY:
      return ErrorCode::OUT_OF_MEMORY;
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_NOTIMPL:
    case JERR_NOT_COMPILED:
    case JERR_CCIR601_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL:
    case JERR_COMPONENT_COUNT:
    case JERR_IMAGE_TOO_BIG:
      return ErrorCode::JPEG_UNSUPPORTED;
    default:
      return source_ != nullptr && source_->exhausted() ? ErrorCode::JPEG_TRUNCATED
                                                        : ErrorCode::JPEG_CORRUPT;
  }
}

}  // namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE
