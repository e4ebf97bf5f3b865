#include "core/zip/directory.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <optional>

#include "core/base/checked.h"
#include "core/base/endian.h"
#include "core/zip/entry_name.h"
#include "core/zip/extra_fields.h"
#include "core/zip/format.h"

namespace dareblopy::zip {

namespace {

constexpr size_t kLargestHeader = kCentralHeaderSize + 3 * kMostField;
constexpr size_t kWindowSize = size_t{256} << 10;  // read a window at a time: it stays in the cache
static_assert(kWindowSize > kLargestHeader);

Error TooManyEntries(const SourceRange& source, uint64_t max_entries, uint64_t entries) {
  Error error{ErrorCode::LIMIT_EXCEEDED, "more entries than maxEntries allows", source.name()};
  error.expected = max_entries;
  error.actual = entries;
  return error;
}

Bytes BytesOf(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

}  // namespace

/// Walks the headers of the directory. Its own class because an error needs to know where it is.
class DirectoryParser {
 public:
  DirectoryParser(const SourceRange& source, const EndRecord& end, uint64_t max_entries,
                  Directory& out)
      : source_(source), end_(end), max_entries_(max_entries), out_(out) {}

  Status Parse() {
    const uint64_t most = end_.directory_size / kCentralHeaderSize;
    const uint64_t expected = end_.count_is_16_bit ? most : std::min(most, end_.entry_count);
    out_.records_.reserve(expected +
                          1);  // bounded by the file's own size; untouched pages cost nothing
    out_.names_.Resize(end_.directory_size -
                       std::min(end_.directory_size, expected * kCentralHeaderSize));
    out_.names_.Resize(0);
    if (const Bytes memory = source_.memory(); memory.data() != nullptr) {
      DAREBLOPY_TRY(ParseWindow(memory.subspan(end_.directory_begin, end_.directory_size), true));
    } else if (end_.directory.size() == end_.directory_size) {
      DAREBLOPY_TRY(ParseWindow(end_.directory.bytes(), true));
    } else {
      DAREBLOPY_TRY(ParseByWindows());
    }
    return Finish();
  }

 private:
  Status ParseByWindows() {
    ScratchBuffer scratch(std::min<uint64_t>(kWindowSize, end_.directory_size));
    const MutableBytes window = scratch.bytes();
    size_t filled = 0;
    uint64_t left = end_.directory_size;
    while (left > 0) {
      const size_t take = std::min<uint64_t>(left, window.size() - filled);
      DAREBLOPY_TRY(source_.Read(end_.directory_begin + end_.directory_size - left,
                                 window.subspan(filled, take)));
      left -= take;
      filled += take;
      const uint64_t before = parsed_;
      DAREBLOPY_TRY(ParseWindow(Bytes(window.first(filled)), left == 0));
      const size_t used = parsed_ - before;
      std::memmove(window.data(), window.data() + used, filled - used);
      filled -= used;
    }
    return {};
  }

  /// Parses the whole headers in `window`; `last`: nothing comes after it.
  Status ParseWindow(Bytes window, bool last) {
    while (window.size() >= kCentralHeaderSize) {
      const uint8_t* p = window.data();
      const size_t length =
          kCentralHeaderSize + LoadLe16(p + 28) + LoadLe16(p + 30) + LoadLe16(p + 32);
      if (LoadLe32(p) != kCentralSignature)
        return Corrupt("a central directory header has no signature");
      if (length > window.size()) break;
      DAREBLOPY_TRY(ParseHeader(window.first(length)));
      window = window.subspan(length);
      parsed_ += length;
    }
    if (last && !window.empty()) return Corrupt("the central directory ends inside a header");
    return {};
  }

  Status ParseHeader(Bytes header) {
    const uint8_t* p = header.data();
    const uint16_t flags = LoadLe16(p + 8);
    const size_t name_length = LoadLe16(p + 28), extra_length = LoadLe16(p + 30);
    const Bytes raw_name = header.subspan(kCentralHeaderSize, name_length);
    const Bytes extra = header.subspan(kCentralHeaderSize + name_length, extra_length);
    const Bytes comment = header.subspan(kCentralHeaderSize + name_length + extra_length);

    EntryRecord record{};
    record.method = LoadLe16(p + 10);
    record.modified = LoadLe32(p + 12);  // time, then date
    record.crc32 = LoadLe32(p + 16);
    record.compressed_size = LoadLe32(p + 20);
    record.size = LoadLe32(p + 24);
    record.raw_name_length = static_cast<uint16_t>(name_length);
    uint64_t offset = LoadLe32(p + 42);
    uint32_t disk = LoadLe16(p + 34);
    uint16_t kept = 0;
    if (flags & (kFlagEncrypted | kFlagStrongEncryption | kFlagMasked))
      kept |= EntryRecord::kEncrypted;
    if (record.method == kAes) kept |= EntryRecord::kEncrypted;
    if (flags & kFlagDescriptor) kept |= EntryRecord::kDescriptor;

    ExtraFields fields;
    if (!extra.empty()) fields = ParseExtraFields(extra, raw_name);
    // 4.5.3: only the saturated values are in the field, in this order.
    const auto widen = [&](uint64_t& value) {
      if (value != kSaturated32) return true;
      const auto wide = TakeZip64(fields);
      if (wide) value = *wide;
      return wide.has_value();
    };
    if (!widen(record.size) || !widen(record.compressed_size) || !widen(offset)) {
      return Corrupt("a size or offset is missing from the ZIP64 extra field");
    }
    if (disk == kSaturated16)
      disk = fields.zip64.size() >= 4 ? LoadLe32(fields.zip64.data()) : disk;
    if (disk != 0) kept |= EntryRecord::kOtherDisk;
    if (fields.modified_unix) {
      record.modified = *fields.modified_unix;
      kept |= EntryRecord::kModifiedIsUnix;
    }

    const auto begin = CheckedAdd(offset, end_.shift);
    const auto least = CheckedAdd(record.compressed_size, kLocalHeaderSize + name_length);
    if (!begin || !least || !RangeFits(*begin, *least, end_.directory_begin)) {
      Error error = CorruptError("an entry reaches into the central directory or past it");
      error.entry.assign(reinterpret_cast<const char*>(raw_name.data()), raw_name.size());
      error.expected = begin.value_or(UINT64_MAX);
      error.actual = end_.directory_begin;
      return error;
    }
    if (*begin >> 48 != 0) return Corrupt("an offset is beyond what any file system holds");
    record.header_offset = *begin;

    kept |= AppendName(raw_name, flags, p[5], fields);
    record.flags = kept;
    record.name_begin = name_begin_;
    name_begin_ = static_cast<uint32_t>(out_.names_.size());
    if (out_.names_.size() > UINT32_MAX) return Corrupt("the names are more than 4 GiB");
    if (!comment.empty()) KeepComment(comment, flags, p[5]);
    // Without ZIP64 the end record's count is modulo 65,536, so the limit is looked at here too.
    if (out_.records_.size() == max_entries_)
      return TooManyEntries(source_, max_entries_, max_entries_ + 1);
    out_.records_.push_back(record);
    return {};
  }

  /// Appends the name as UTF-8; the answer are the flags that say how it was made.
  uint16_t AppendName(Bytes raw, uint16_t flags, uint8_t host, const ExtraFields& fields) {
    if (!fields.unicode_path.empty()) {
      out_.names_.Append(fields.unicode_path);
      return EntryRecord::kNameReplaced;
    }
    if (NameIsUtf8(raw, flags, host)) {
      out_.names_.Append(raw);
      return 0;
    }
    converted_.clear();
    AppendCp437(raw, converted_);
    out_.names_.Append(BytesOf(converted_));
    return EntryRecord::kNameConverted;
  }

  void KeepComment(Bytes raw, uint16_t flags, uint8_t host) {
    std::string text;
    if (NameIsUtf8(raw, flags, host)) {
      text.assign(reinterpret_cast<const char*>(raw.data()), raw.size());
    } else {
      AppendCp437(raw, text);
    }
    out_.comments_.emplace_back(static_cast<uint32_t>(out_.records_.size()), std::move(text));
  }

  Status Finish() {
    const uint64_t found = out_.records_.size();
    const bool fits =
        end_.count_is_16_bit ? (found & 0xFFFF) == end_.entry_count : found == end_.entry_count;
    if (!fits) {
      Error error =
          CorruptError("the directory has another number of entries than the end record says");
      error.expected = end_.entry_count;
      error.actual = found;
      return error;
    }
    EntryRecord last{};
    last.name_begin = name_begin_;
    out_.records_.push_back(last);
    return {};
  }

  Error CorruptError(const char* message) const {
    Error error{ErrorCode::ZIP_CORRUPT, message, source_.name()};
    error.offset = end_.directory_begin + parsed_;
    return error;
  }
  Status Corrupt(const char* message) const { return CorruptError(message); }

  const SourceRange& source_;
  const EndRecord& end_;
  const uint64_t max_entries_;
  Directory& out_;
  uint64_t parsed_ = 0;  // bytes of the directory
  uint32_t name_begin_ = 0;
  std::string converted_;
};

Result<Directory> Directory::Parse(const SourceRange& source, const EndRecord& end,
                                   uint64_t max_entries) {
  // What does not fit the directory is a lie, which parsing finds out.
  const uint64_t claimed = std::min(end.entry_count, end.directory_size / kCentralHeaderSize);
  if (claimed > max_entries) return TooManyEntries(source, max_entries, claimed);
  Directory directory;
  DAREBLOPY_TRY(DirectoryParser(source, end, max_entries, directory).Parse());
  DAREBLOPY_TRY(directory.CheckOverlaps(source));
  return directory;
}

// Entries that share bytes are how a small file claims to hold terabytes (and never how a writer
// writes).
Status Directory::CheckOverlaps(const SourceRange& source) const {
  const auto end_of = [&](const EntryRecord& r) {
    return r.header_offset + kLocalHeaderSize + r.raw_name_length + r.compressed_size;
  };
  const auto overlap = [&](size_t first, size_t second) {
    Error error{ErrorCode::ZIP_OVERLAP, "the entry's data overlap those of another", source.name()};
    error.entry = name(second);
    error.offset = records_[second].header_offset;
    error.expected = end_of(records_[first]);
    error.actual = uint64_t{records_[second].header_offset};
    return Status(std::move(error));
  };
  bool ascending = true;
  for (size_t i = 1; i < count() && ascending; ++i) {
    ascending = records_[i - 1].header_offset < records_[i].header_offset;
    if (ascending && end_of(records_[i - 1]) > records_[i].header_offset) return overlap(i - 1, i);
  }
  if (ascending) return {};
  std::vector<uint32_t> order(count());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return records_[a].header_offset < records_[b].header_offset;
  });
  for (size_t i = 1; i < order.size(); ++i) {
    if (end_of(records_[order[i - 1]]) > records_[order[i]].header_offset)
      return overlap(order[i - 1], order[i]);
  }
  return {};
}

std::string_view Directory::comment(size_t index) const {
  const auto it =
      std::ranges::lower_bound(comments_, index, {}, &std::pair<uint32_t, std::string>::first);
  return it != comments_.end() && it->first == index ? std::string_view(it->second)
                                                     : std::string_view();
}

}  // namespace dareblopy::zip
