#include "core/zip/archive.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/base/checked.h"
#include "core/checksum/crc32.h"
#include "core/io/no_wait.h"
#include "core/zip/decompress.h"
#include "core/zip/end_record.h"
#include "core/zip/entry_stream.h"
#include "core/zip/format.h"
#include "core/zip/local_header.h"

namespace dareblopy::zip {

namespace {

// A range of a compressed entry up to this size is cut out of the whole, which is then checked too.
constexpr uint64_t kInflatedWhole = uint64_t{4} << 20;

// A stored entry up to this size is read with its header into one place, and copied from there:
// that costs less than to have the system fill two.
constexpr uint64_t kCopied = uint64_t{8} << 10;

// A directory up to this size, some 500 entries, is parsed in a few ten microseconds.
constexpr uint64_t kParsedAtOnce = uint64_t{32} << 10;

}  // namespace

Result<std::shared_ptr<Archive>> Archive::Open(SourceRange source, const ArchiveOptions& options) {
  DAREBLOPY_ASSIGN(EndRecord end, FindEndRecord(source));
  if (NoWait::Active() && end.directory_size > kParsedAtOnce) return WouldWaitError();
  const uint64_t max_entries =
      std::min<uint64_t>(options.max_entries, UINT32_MAX - 1);  // indices are 32 bits
  DAREBLOPY_ASSIGN(Directory directory, Directory::Parse(source, end, max_entries));
  return std::shared_ptr<Archive>(
      new Archive(std::move(source), options, std::move(directory), std::move(end.comment)));
}

Archive::Archive(SourceRange source, const ArchiveOptions& options, Directory directory,
                 std::string comment)
    : source_(std::move(source)),
      options_(options),
      directory_(std::move(directory)),
      names_(directory_),
      comment_(std::move(comment)) {}

std::optional<uint64_t> Archive::Find(std::string_view name) const {
  return names_.Find(directory_, name);
}

Error Archive::Place(Error error, uint64_t index) const {
  error.path = source_.name();
  error.entry = directory_.name(index);
  if (!error.offset) error.offset = directory_.record(index).header_offset;
  return error;
}

Status Archive::CheckReadable(uint64_t index) const {
  const EntryRecord& record = directory_.record(index);
  if (record.has(EntryRecord::kEncrypted)) {
    return Place({ErrorCode::ZIP_ENCRYPTED, "the entry is encrypted"}, index);
  }
  if (record.has(EntryRecord::kOtherDisk)) {
    return Place({ErrorCode::ZIP_MULTI_DISK, "the entry is on another disk of a split archive"},
                 index);
  }
  if (!MethodIsRead(record.method)) {
    char unnamed[16];
    Error error{ErrorCode::ZIP_METHOD_UNSUPPORTED, "compression method "};
    error.message +=
        std::to_string(record.method) + " (" + MethodName(record.method, unnamed) + ") is not read";
    error.actual = uint64_t{record.method};
    return Place(std::move(error), index);
  }
  if (record.method == kStored && record.size != record.compressed_size) {
    Error error{ErrorCode::ZIP_SIZE_MISMATCH, "a stored entry's two sizes differ"};
    error.expected = record.size;
    error.actual = record.compressed_size;
    return Place(std::move(error), index);
  }
  const auto most = CheckedMul(record.compressed_size, options_.max_ratio);
  if (record.method != kStored && most && record.size > *most) {
    Error error{ErrorCode::LIMIT_EXCEEDED,
                "the entry claims to inflate to more than maxRatio times its size"};
    error.expected = *most;
    error.actual = record.size;
    return Place(std::move(error), index);
  }
  return {};
}

Status Archive::CheckWholeReadable(uint64_t index) const {
  DAREBLOPY_TRY(CheckReadable(index));
  const uint64_t size = directory_.record(index).size;
  if (size <= options_.max_entry_bytes) return {};
  Error error{ErrorCode::LIMIT_EXCEEDED, "the entry is larger than maxEntryBytes"};
  error.expected = options_.max_entry_bytes;
  error.actual = size;
  return Place(std::move(error), index);
}

Result<uint64_t> Archive::Size(uint64_t index) const {
  DAREBLOPY_TRY(CheckWholeReadable(index));
  return directory_.record(index).size;
}

Result<uint64_t> Archive::SizeForRanges(uint64_t index) const {
  DAREBLOPY_TRY(CheckReadable(index));
  return directory_.record(index).size;
}

std::optional<uint64_t> Archive::KnownSize(uint64_t index) const {
  if (!CheckWholeReadable(index).ok()) return std::nullopt;
  return directory_.record(index).size;
}

void Archive::Prefetch(uint64_t index, bool once_more) const {
  if (once_more) {
    __builtin_prefetch(directory_.name(index).data());  // compared with the local header's
    return;
  }
  const EntryRecord* record = &directory_.record(index);
  __builtin_prefetch(record);
  __builtin_prefetch(record + 1);  // 40 bytes may lie on two lines; and it ends the name
}

Status Archive::CheckCrc(uint64_t index, uint32_t actual) const {
  const uint32_t expected = directory_.record(index).crc32;
  if (actual == expected) return {};
  Error error{ErrorCode::ZIP_CRC_MISMATCH, "the data's CRC-32 is not the recorded one"};
  error.expected = uint64_t{expected};
  error.actual = uint64_t{actual};
  return Place(std::move(error), index);
}

std::optional<Span> Archive::SpanOf(uint64_t index) const {
  const EntryRecord& record = directory_.record(index);
  const uint64_t end = record.header_offset + GuessHeaderLength(index) + record.compressed_size;
  return source_.SpanOf(record.header_offset, std::min(end, source_.size()));
}

size_t Archive::GuessHeaderLength(uint64_t index) const {
  return kLocalHeaderSize + directory_.record(index).raw_name_length +
         extra_guess_.load(std::memory_order_relaxed);
}

// `begin` begins at the local header. The answer is the header's length; the header is checked
// where it lies in `begin` as a whole, and is read again where it does not.
Result<size_t> Archive::CheckHeader(uint64_t index, Bytes begin) const {
  const EntryRecord& record = directory_.record(index);
  const size_t length = LocalHeaderLength(begin);
  if (length == 0)
    return Place({ErrorCode::ZIP_CORRUPT, "no local header where the directory says"}, index);
  if (!RangeFits(record.header_offset, length + record.compressed_size, source_.size())) {
    return Place({ErrorCode::ZIP_TRUNCATED, "the archive ends inside the entry"}, index);
  }
  Status status;
  if (length <= begin.size()) {
    status = CheckLocalHeader(begin.first(length), record, directory_.name(index));
  } else {
    ScratchBuffer header(length);
    if (Status read = source_.Read(record.header_offset, header.bytes()); !read.ok()) {
      return Place(std::move(read.error()), index);
    }
    if (LocalHeaderLength(header.bytes()) != length) {  // the file changed between two reads
      return Place({ErrorCode::ZIP_CORRUPT, "the local header changed while it was read"}, index);
    }
    status = CheckLocalHeader(header.bytes(), record, directory_.name(index));
  }
  if (!status.ok()) return Place(std::move(status.error()), index);
  const size_t extra = length - kLocalHeaderSize - record.raw_name_length;
  if (extra != extra_guess_.load(std::memory_order_relaxed)) {
    extra_guess_.store(static_cast<uint32_t>(extra), std::memory_order_relaxed);
  }
  return length;
}

Result<uint64_t> Archive::DataOffset(uint64_t index) const {
  DAREBLOPY_TRY(CheckReadable(index));
  const uint64_t offset = directory_.record(index).header_offset;
  ScratchBuffer header(std::min<uint64_t>(GuessHeaderLength(index), source_.size() - offset));
  if (Status read = source_.Read(offset, header.bytes()); !read.ok())
    return Place(std::move(read.error()), index);
  DAREBLOPY_ASSIGN(const size_t length, CheckHeader(index, header.bytes()));
  return offset + length;
}

Status Archive::ReadStored(uint64_t index, MutableBytes out) const {
  const EntryRecord& record = directory_.record(index);
  const uint64_t offset = record.header_offset;
  // Header and data at once: right when the extra field is as long as guessed, and it is, but for
  // the first entry and for padded archives.
  const size_t guess = std::min<uint64_t>(GuessHeaderLength(index),
                                          source_.size() - offset - record.compressed_size);
  const bool copied = out.size() <= kCopied && source_.memory().data() == nullptr;
  ScratchBuffer begin(copied ? guess + out.size() : guess);
  Status read =
      copied ? source_.Read(offset, begin.bytes()) : source_.ReadParts(offset, begin.bytes(), out);
  if (!read.ok()) return Place(std::move(read.error()), index);
  DAREBLOPY_ASSIGN(const size_t length, CheckHeader(index, begin.bytes().first(guess)));
  if (length == guess) {
    if (copied && !out.empty()) std::memcpy(out.data(), begin.bytes().data() + guess, out.size());
  } else {
    read = source_.Read(offset + length, out);
    if (!read.ok()) return Place(std::move(read.error()), index);
  }
  return {};
}

Status Archive::ReadCompressed(uint64_t index, MutableBytes out) const {
  const EntryRecord& record = directory_.record(index);
  const uint64_t offset = record.header_offset;
  ScratchBuffer scratch;
  Bytes bytes;  // from the local header on
  if (const Bytes memory = source_.memory(); memory.data() != nullptr) {
    bytes = memory.subspan(offset);
  } else {
    const uint64_t wanted = GuessHeaderLength(index) + record.compressed_size;
    bytes = scratch.Resize(std::min(wanted, source_.size() - offset));
    Status read = source_.Read(offset, scratch.bytes());
    if (!read.ok()) return Place(std::move(read.error()), index);
  }
  DAREBLOPY_ASSIGN(const size_t length, CheckHeader(index, bytes));
  const uint64_t whole = length + record.compressed_size;
  if (whole > bytes.size()) {
    const size_t had = bytes.size();
    bytes = scratch.Resize(whole);
    Status read = source_.Read(offset + had, scratch.bytes().subspan(had));
    if (!read.ok()) return Place(std::move(read.error()), index);
  }
  Status status = Decompress(record.method, bytes.subspan(length, record.compressed_size), out);
  if (!status.ok()) return Place(std::move(status.error()), index);
  return {};
}

Status Archive::Read(uint64_t index, MutableBytes out) const {
  DAREBLOPY_TRY(CheckWholeReadable(index));
  const EntryRecord& record = directory_.record(index);
  if (out.size() != record.size) {
    return Place({ErrorCode::ZIP_SIZE_MISMATCH, "the memory to fill is not of the entry's size"},
                 index);
  }
  DAREBLOPY_TRY(record.method == kStored ? ReadStored(index, out) : ReadCompressed(index, out));
  return options_.verify ? CheckCrc(index, Crc32(0, out)) : Status();
}

Status Archive::ReadInto(uint64_t index, Buffer& out) const {
  DAREBLOPY_TRY(CheckWholeReadable(index));
  out.Resize(directory_.record(index).size);
  return Read(index, out.mutable_bytes());
}

Status Archive::ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const {
  DAREBLOPY_TRY(CheckReadable(index));
  const EntryRecord& record = directory_.record(index);
  if (!RangeFits(begin, out.size(), record.size)) {
    return Place({ErrorCode::IO_TRUNCATED, "the range ends past the entry"}, index);
  }
  if (begin == 0 && out.size() == record.size && record.size <= options_.max_entry_bytes)
    return Read(index, out);
  if (record.method != kStored) return ReadCompressedRange(index, begin, out);
  DAREBLOPY_ASSIGN(const uint64_t data, DataOffset(index));
  Status read = source_.Read(data + begin, out);
  if (!read.ok()) return Place(std::move(read.error()), index);
  return {};
}

Status Archive::ReadCompressedRange(uint64_t index, uint64_t begin, MutableBytes out) const {
  const uint64_t size = directory_.record(index).size;
  if (size <= std::min(kInflatedWhole, options_.max_entry_bytes)) {
    ScratchBuffer whole(size);
    DAREBLOPY_TRY(Read(index, whole.bytes()));
    if (!out.empty()) std::memcpy(out.data(), whole.bytes().data() + begin, out.size());
    return {};
  }
  EntryStream stream(*this, index);
  DAREBLOPY_TRY(stream.Skip(begin));
  while (!out.empty()) {
    DAREBLOPY_ASSIGN(const size_t got, stream.Read(out));
    if (got == 0)
      return Place({ErrorCode::ZIP_SIZE_MISMATCH, "the entry is shorter than recorded"}, index);
    out = out.subspan(got);
  }
  return {};
}

Result<std::optional<Extent>> Archive::Locate(uint64_t index) const {
  if (directory_.record(index).method != kStored) return std::optional<Extent>();
  DAREBLOPY_ASSIGN(const uint64_t data, DataOffset(index));
  return std::optional<Extent>(Extent{source_.set(), source_.index(), source_.begin() + data});
}

}  // namespace dareblopy::zip
