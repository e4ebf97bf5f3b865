#include "core/tar/pax.h"

#include <charconv>
#include <string_view>

namespace dareblopy::tar {

namespace {

Error Bad(const char* what) { return {ErrorCode::TAR_CORRUPT, what}; }

/// The whole part of a decimal number.
template <typename T>
Result<std::optional<T>> Number(std::string_view text) {
  if (text.empty()) return std::optional<T>();
  T value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool ended = end == text.data() + text.size() || *end == '.';
  if (failed != std::errc() || !ended) return Bad("a number in an extended header is none");
  return std::optional<T>(value);
}

std::optional<std::string> Text(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(std::string(text));
}

Status Take(std::string_view key, std::string_view value, PaxRecords& out) {
  constexpr std::string_view kSparse = "GNU.sparse.";
  if (key == "path") {
    out.path = Text(value);
  } else if (key == "linkpath") {
    out.link = Text(value);
  } else if (key == "size") {
    DAREBLOPY_ASSIGN(out.size, Number<uint64_t>(value));
    if (out.size && *out.size > uint64_t{1} << 62)
      return Bad("a size in an extended header is none");
  } else if (key == "mtime") {
    DAREBLOPY_ASSIGN(out.modified, Number<int64_t>(value));
  } else if (key.starts_with(kSparse)) {
    out.sparse = true;
    if (key == "GNU.sparse.name") out.sparse_name = Text(value);
  }
  return {};
}

}  // namespace

Status ReadPaxRecords(Bytes payload, PaxRecords& out) {
  std::string_view left(reinterpret_cast<const char*>(payload.data()), payload.size());
  while (!left.empty() && left.front() != '\0') {  // zeros may fill it up
    size_t length = 0;
    const auto [end, failed] = std::from_chars(left.data(), left.data() + left.size(), length);
    const auto digits = static_cast<size_t>(end - left.data());
    if (failed != std::errc() || length > left.size() || digits + 2 > length ||
        left[digits] != ' ' || left[length - 1] != '\n') {
      return Bad("an extended header's record is not as long as it says");
    }
    const std::string_view record = left.substr(digits + 1, length - digits - 2);
    const size_t equals = record.find('=');
    if (equals == std::string_view::npos) return Bad("an extended header's record has no value");
    DAREBLOPY_TRY(Take(record.substr(0, equals), record.substr(equals + 1), out));
    left.remove_prefix(length);
  }
  return {};
}

}  // namespace dareblopy::tar
