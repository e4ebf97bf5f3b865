#include "core/jpeg/backend/error_manager.h"

#include <cstdio>

namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE {

namespace {

constexpr size_t kKeptWarnings = 32;

ErrorManager& Of(j_common_ptr info) { return *static_cast<ErrorManager*>(info->client_data); }

/// Oddities of a header that change no pixel: an unknown Adobe flag or JFIF revision, bytes between
/// two segments before the first scan. Files that carry them are common and read the same
/// everywhere.
bool Harmless(j_common_ptr info) {
  const int message = info->err->msg_code;
  if (message == JWRN_ADOBE_XFORM || message == JWRN_JFIF_MAJOR) return true;
  if (message != JWRN_EXTRANEOUS_DATA || !info->is_decompressor) return false;
  return reinterpret_cast<j_decompress_ptr>(info)->input_scan_number == 0;
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
  if (!self.options_.tolerant && !Harmless(info)) OnError(info);
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
