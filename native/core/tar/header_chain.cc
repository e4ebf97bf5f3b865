#include "core/tar/header_chain.h"

#include <string_view>
#include <utility>

#include "core/base/utf8.h"

namespace dareblopy::tar {

namespace {

constexpr size_t kExtensionGoesOn = 504;  // in a block of a sparse file's map

/// UTF-8 as it is; other bytes as Latin-1, so that no two names become one.
std::string ToUtf8(std::string_view raw) {
  if (IsUtf8({reinterpret_cast<const uint8_t*>(raw.data()), raw.size()})) return std::string(raw);
  std::string text;
  for (const char c : raw) {
    const auto byte = static_cast<uint8_t>(c);
    if (byte < 0x80) {
      text += c;
    } else {
      text += static_cast<char>(0xc0 | byte >> 6);
      text += static_cast<char>(0x80 | (byte & 0x3f));
    }
  }
  return text;
}

/// Relative, as archivers themselves take it when they extract.
std::string CleanName(std::string_view raw) {
  for (;;) {
    if (raw.starts_with("./")) {
      raw.remove_prefix(2);
    } else if (raw.starts_with('/')) {
      raw.remove_prefix(1);
    } else {
      return ToUtf8(raw);
    }
  }
}

EntryKind KindOf(char type, std::string_view name) {
  switch (type) {
    case '\0':
    case '0':
    case '7':
      return name.ends_with('/') ? EntryKind::other : EntryKind::file;
    case '1':
      return EntryKind::hard_link;
    case 'S':
      return EntryKind::sparse;
    case 'M':
      return EntryKind::multi_volume;
    default:
      // Vendors have the capital letters; what is not known is a file (POSIX, pax, typeflag).
      return (type >= '1' && type <= '6') || (type >= 'A' && type <= 'Z') ? EntryKind::other
                                                                          : EntryKind::file;
  }
}

/// Links, devices and folders have none, whatever their size says.
bool HasData(char type) { return !(type >= '1' && type <= '6'); }

}  // namespace

Result<HeaderChain::Next> HeaderChain::TakeHeader(Bytes block) {
  if (extending_) {
    extending_ = block[kExtensionGoesOn] == 1;
    return extending_ ? Next::header : Next::entry;
  }
  if (IsZeroBlock(block)) {
    if (pending_ == 0) return Next::end;
    return Error{ErrorCode::TAR_CORRUPT, "the archive ends behind a header whose entry is missing"};
  }
  DAREBLOPY_ASSIGN(const Header header, ReadHeader(block));
  switch (header.type) {
    case 'L':
    case 'K':
    case 'x':
    case 'X':  // Solaris, before pax was a standard
    case 'g':
      return TakePending(header);
    default:
      Complete(header);
      extending_ = header.type == 'S' && header.extended;
      return extending_ ? Next::header : Next::entry;
  }
}

Result<HeaderChain::Next> HeaderChain::TakePending(const Header& header) {
  if (header.size > kMostPayload) {
    Error error{ErrorCode::LIMIT_EXCEEDED, "an extended header is larger than any name"};
    error.expected = kMostPayload;
    error.actual = header.size;
    return error;
  }
  if (++headers_ > kMostHeaders) {
    return Error{ErrorCode::TAR_CORRUPT, "headers follow each other without an entry"};
  }
  if (header.type != 'g') ++pending_;
  payload_type_ = header.type;
  payload_size_ = header.size;
  return payload_size_ > 0 ? Next::payload : Next::header;
}

Status HeaderChain::TakePayload(Bytes payload) {
  const std::string_view text(reinterpret_cast<const char*>(payload.data()), payload.size());
  switch (payload_type_) {
    case 'L':
      gnu_name_ = text.substr(0, text.find('\0'));
      return {};
    case 'K':
      gnu_link_ = text.substr(0, text.find('\0'));
      return {};
    case 'g':
      return ReadPaxRecords(payload, global_);
    default:
      return ReadPaxRecords(payload, local_);
  }
}

void HeaderChain::Complete(const Header& header) {
  const auto first = [](const auto& a, const auto& b) { return a ? a : b; };
  const bool sparse = local_.sparse || global_.sparse;
  // A name or size of all entries alike has no use, and would cost memory that the archive does
  // not.
  auto name = first(local_.path, gnu_name_);
  if (sparse && local_.sparse_name) name = local_.sparse_name;
  entry_.name = CleanName(name ? *name : header.name);
  const auto link = first(local_.link, gnu_link_);
  entry_.kind = KindOf(header.type, entry_.name);
  if (sparse && entry_.kind == EntryKind::file) entry_.kind = EntryKind::sparse;
  entry_.link = entry_.kind == EntryKind::hard_link ? CleanName(link ? *link : header.link) : "";
  entry_.size = HasData(header.type) ? local_.size.value_or(header.size) : 0;
  entry_.modified = first(local_.modified, global_.modified).value_or(header.modified);
  local_ = {};
  gnu_name_.reset();
  gnu_link_.reset();
  pending_ = headers_ = 0;
}

}  // namespace dareblopy::tar
