// libjpeg's errors as Status. libjpeg reports an error by calling a function that must not return,
// so calls into it run under a setjmp, in functions whose locals need no destructor.
#pragma once

#include <vector>

#include "core/base/error.h"
#include "core/jpeg/backend.h"
#include "core/jpeg/backend/library.h"
#include "core/jpeg/backend/memory_source.h"

namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE {

class ErrorManager {
 public:
  /// `source` tells where a decoder is; null for an encoder.
  explicit ErrorManager(const MemorySource* source);
  ErrorManager(const ErrorManager&) = delete;
  ErrorManager& operator=(const ErrorManager&) = delete;

  /// Makes libjpeg's object report here. Before jpeg_create_*, which may already fail.
  template <typename Object>
  void Attach(Object& object) {
    object.err = &base_;
    object.client_data = this;
  }
  /// Forgets what happened, for an image that is opened with `options`.
  void Reset(const OpenOptions& options);
  const OpenOptions& options() const { return options_; }

  /// Runs calls into libjpeg; false when they ended in an error, which TakeError then tells.
  /// `calls` may own nothing that a longjmp would leak.
  template <typename Calls>
  bool Guard(Calls calls) {
    if (setjmp(jump_) != 0) return false;  // NOLINT: libjpeg offers no other way
    calls();
    return true;
  }
  /// Ends the guarded calls with an error of our own.
  [[noreturn]] void Leave(ErrorCode code, const char* message);

  /// The same, where the file ended before the image did.
  [[noreturn]] void LeaveTruncated();

  /// For a decoder's progress monitor: leaves when the image was cancelled or has too many scans.
  static void CheckProgress(j_decompress_ptr info);

  Error TakeError() const;
  const std::vector<Warning>& warnings() const { return warnings_; }

 private:
  static void OnError(j_common_ptr info);
  static void OnMessage(j_common_ptr info, int level);
  ErrorCode CodeOf(int message) const;
  void Keep() noexcept;

  jpeg_error_mgr base_{};
  std::jmp_buf jump_{};
  const MemorySource* source_;
  OpenOptions options_;
  ErrorCode code_ = ErrorCode::JPEG_CORRUPT;
  char text_[JMSG_LENGTH_MAX] = {};
  std::vector<Warning> warnings_;
};

}  // namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE
