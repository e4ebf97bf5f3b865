#include "core/base/error.h"

#include <cerrno>
#include <cstring>

namespace dareblopy {

const char* ErrorCodeName(ErrorCode code) {
  static constexpr const char* kNames[] = {
#define X(name) #name,
#include "core/base/error_codes.inc"
#undef X
  };
  return kNames[static_cast<size_t>(code)];
}

std::optional<ErrorCode> ErrorCodeOf(std::string_view name) {
#define X(code) \
  if (name == #code) return ErrorCode::code;
#include "core/base/error_codes.inc"
#undef X
  return std::nullopt;
}

static ErrorCode CodeOfErrno(int system_errno) {
  switch (system_errno) {
    case ENOENT:
      return ErrorCode::IO_NOT_FOUND;
    case EISDIR:
      return ErrorCode::IO_IS_DIRECTORY;
    case ENOTDIR:
      return ErrorCode::IO_NOT_DIRECTORY;
    case EACCES:
    case EPERM:
      return ErrorCode::IO_ACCESS_DENIED;
    case EEXIST:
      return ErrorCode::IO_EXISTS;
    case ENOSPC:
#ifdef EDQUOT  // Windows has none
    case EDQUOT:
#endif
      return ErrorCode::IO_NO_SPACE;
    case EROFS:
      return ErrorCode::IO_READ_ONLY;
    case ENOMEM:
      return ErrorCode::OUT_OF_MEMORY;
    default:
      return ErrorCode::IO_ERROR;
  }
}

Error SystemError(int system_errno, std::string message, std::string path) {
  Error error{CodeOfErrno(system_errno), std::move(message), std::move(path)};
  error.message += std::string(": ") + std::strerror(system_errno);
  error.system_errno = system_errno;
  return error;
}

}  // namespace dareblopy
