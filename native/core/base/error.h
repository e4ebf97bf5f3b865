// The one result and error model of the core. No exception is used for what a file or a caller can
// cause: functions answer Status or Result<T>, and the addon turns an Error into a DareblopyError.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace dareblopy {

enum class ErrorCode : uint8_t {
#define X(name) name,
#include "core/base/error_codes.inc"
#undef X
};

/// The code as the user reads it, e.g. "ZIP_CRC_MISMATCH".
const char* ErrorCodeName(ErrorCode code);

/// What was expected or found: nothing, a number, or words.
using ErrorDetail = std::variant<std::monostate, uint64_t, std::string>;

/// What went wrong, and where. `message` says what; the place is in the fields, and the addon adds
/// it to the sentence. Fields that are not known stay empty.
struct Error {
  ErrorCode code;
  std::string message{};
  std::string path{};                // file or source the bytes came from
  std::string entry{};               // name inside an archive, or key of a feature
  std::optional<uint64_t> record{};  // index of a record or row
  std::optional<uint64_t>
      offset{};  // byte offset in the file (or in the record, where that is said)
  ErrorDetail expected{};
  ErrorDetail actual{};
  int system_errno = 0;  // becomes `cause`
};

/// Success, or an Error. One pointer wide.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error)
      : error_(std::make_unique<Error>(std::move(error))) {}  // NOLINT: converts on purpose
  bool ok() const { return error_ == nullptr; }
  Error& error() { return *error_; }
  const Error& error() const { return *error_; }

 private:
  std::unique_ptr<Error> error_;
};

/// A T, or an Error.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}  // NOLINT: converts on purpose
  Result(Error error) : state_(std::make_unique<Error>(std::move(error))) {}             // NOLINT
  Result(Status status) : state_(std::make_unique<Error>(std::move(status.error()))) {}  // NOLINT
  bool ok() const { return state_.index() == 0; }
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  Error& error() { return *std::get<1>(state_); }
  const Error& error() const { return *std::get<1>(state_); }

 private:
  std::variant<T, std::unique_ptr<Error>> state_;
};

/// The code of that name.
std::optional<ErrorCode> ErrorCodeOf(std::string_view name);

/// The Error for a failed system call on `path`, from errno.
Error SystemError(int system_errno, std::string message, std::string path);

}  // namespace dareblopy

#define DAREBLOPY_CONCAT_INNER(a, b) a##b
#define DAREBLOPY_CONCAT(a, b) DAREBLOPY_CONCAT_INNER(a, b)

/// Leaves the function with the error of `expr` (a Status), if it has one.
#define DAREBLOPY_TRY(expr)                                       \
  do {                                                            \
    if (auto dareblopy_status = (expr); !dareblopy_status.ok()) { \
      return std::move(dareblopy_status.error());                 \
    }                                                             \
  } while (0)

/// `DAREBLOPY_ASSIGN(auto x, Compute())`: x is the value, or the function is left with the error.
#define DAREBLOPY_ASSIGN(lhs, expr) \
  DAREBLOPY_ASSIGN_IMPL(DAREBLOPY_CONCAT(dareblopy_result_, __LINE__), lhs, expr)
#define DAREBLOPY_ASSIGN_IMPL(tmp, lhs, expr)   \
  auto tmp = (expr);                            \
  if (!tmp.ok()) return std::move(tmp.error()); \
  lhs = std::move(tmp).value()
