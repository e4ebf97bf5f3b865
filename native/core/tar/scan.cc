#include "core/tar/scan.h"

#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/checked.h"
#include "core/base/looks_like.h"
#include "core/io/header_window.h"
#include "core/io/kept_index.h"
#include "core/tar/header_chain.h"

namespace dareblopy::tar {

namespace {

constexpr std::string_view kKind = "DBTARIX1";

/// A long name's header, the name, and the header it belongs to, in one read.
constexpr size_t kHeaderBytes = 4 * kBlockSize;

uint32_t FlagsOf(EntryKind kind) {
  switch (kind) {
    case EntryKind::sparse:
      return EntryRecord::kSparse;
    case EntryKind::multi_volume:
      return EntryRecord::kMultiVolume;
    default:
      return 0;
  }
}

class Scanner {
 public:
  Scanner(const SourceRange& range, uint64_t max_entries, const std::atomic<bool>* cancelled)
      : range_(range),
        max_entries_(max_entries),
        cancelled_(cancelled),
        window_(range, kHeaderBytes) {}

  Result<Entries> Run() {
    for (uint64_t steps = 0;; ++steps) {
      if (steps % 1024 == 1023 && cancelled_ != nullptr &&
          cancelled_->load(std::memory_order_relaxed)) {
        return Error{ErrorCode::ABORTED, "the scan was aborted", range_.name()};
      }
      DAREBLOPY_ASSIGN(const bool more, Step());
      if (!more) break;
    }
    ResolveLinks();
    return std::move(entries_);
  }

 private:
  Error Place(Error error, uint64_t offset) const {
    error.path = range_.name();
    error.offset = offset;
    return error;
  }
  Error Truncated(uint64_t offset, uint64_t needed, std::string name) const {
    Error error{ErrorCode::TAR_TRUNCATED, "the archive ends too early"};
    error.entry = std::move(name);
    error.expected = needed;
    error.actual = range_.size() - offset;
    return Place(std::move(error), offset);
  }

  /// One block, and what follows it; false at the end.
  Result<bool> Step() {
    const uint64_t offset = offset_;
    const uint64_t left = range_.size() - offset;
    if (left == 0 && !chain_.expects_entry()) return false;  // no blocks of zeros at the end
    DAREBLOPY_ASSIGN(const Bytes block, window_.At(offset, kBlockSize, ahead_));
    if (offset == 0 && (left < kBlockSize || !MayBeHeader(block)))
      return NotAnArchiveError(range_.name(), block);
    if (left < kBlockSize) return Truncated(offset, kBlockSize, {});
    auto next = chain_.TakeHeader(block.first(kBlockSize));
    if (!next.ok()) return Place(std::move(next.error()), offset);
    offset_ += kBlockSize;
    ahead_ = 0;
    switch (next.value()) {
      case HeaderChain::Next::end:
        return false;
      case HeaderChain::Next::header:
        return true;
      case HeaderChain::Next::payload:
        return TakePayload();
      case HeaderChain::Next::entry:
        return TakeEntry(offset);
    }
    return false;
  }

  Result<bool> TakePayload() {
    const uint64_t size = chain_.payload_size();
    if (!RangeFits(offset_, Padded(size), range_.size())) return Truncated(offset_, size, {});
    Status status;
    if (size <= HeaderWindow::kChunk) {
      DAREBLOPY_ASSIGN(const Bytes payload, window_.At(offset_, size, 0));
      status = chain_.TakePayload(payload.first(size));
    } else {
      ScratchBuffer payload(size);
      DAREBLOPY_TRY(range_.Read(offset_, payload.bytes()));
      status = chain_.TakePayload(payload.bytes());
    }
    if (!status.ok()) return Place(std::move(status.error()), offset_);
    offset_ += Padded(size);
    return true;
  }

  Result<bool> TakeEntry(uint64_t header) {
    EntryHeader& entry = chain_.entry();
    // The last entry's padding may be missing.
    if (!RangeFits(offset_, entry.size, range_.size()))
      return Truncated(offset_, entry.size, std::move(entry.name));
    if (entry.kind != EntryKind::other) {
      if (entries_.count() >= max_entries_) {
        Error error{ErrorCode::LIMIT_EXCEEDED, "the archive has more entries than maxEntries"};
        error.expected = max_entries_;
        return Place(std::move(error), header);
      }
      if (entry.kind == EntryKind::hard_link)
        links_.emplace_back(entries_.count(), std::move(entry.link));
      entries_.Add({offset_, entry.size, entry.modified, 0, 0, FlagsOf(entry.kind)}, entry.name);
    }
    ahead_ = Padded(entry.size);
    offset_ = std::min(offset_ + ahead_, range_.size());
    return true;
  }

  /// A hard link leads to the last file of that name before it.
  void ResolveLinks() {
    if (links_.empty()) return;
    std::unordered_map<std::string_view, size_t> files;
    auto link = links_.begin();
    for (size_t i = 0; i < entries_.count(); ++i) {
      if (link != links_.end() && link->first == i) {
        EntryRecord like{};
        like.flags = EntryRecord::kDanglingLink;
        if (const auto file = files.find(link->second); file != files.end())
          like = entries_.record(file->second);
        entries_.SetData(i, like);
        ++link;
      }
      files[entries_.name(i)] = i;
    }
  }

  const SourceRange& range_;
  const uint64_t max_entries_;
  const std::atomic<bool>* const cancelled_;
  HeaderWindow window_;
  HeaderChain chain_;
  Entries entries_;
  std::vector<std::pair<size_t, std::string>> links_;  // entry, and the name it leads to
  uint64_t offset_ = 0;
  uint64_t ahead_ = 0;  // the data between the last two headers
};

}  // namespace

bool MayBeHeader(Bytes head) {
  const Bytes block = head.first(kBlockSize);
  return HasHeaderChecksum(block) || IsZeroBlock(block) || LooksLike(block) == "a tar archive";
}

Error NotAnArchiveError(const std::string& path, Bytes head) {
  const std::string_view looks = LooksLike(head.first(std::min<size_t>(head.size(), kBlockSize)));
  const bool packed = looks == "GZIP" || looks == "Zstandard" || looks == "XZ" ||
                      looks == "bzip2" || looks == "LZ4";
  Error error{packed ? ErrorCode::TAR_COMPRESSED : ErrorCode::TAR_NOT_AN_ARCHIVE,
              packed ? "a compressed archive has no random access: read it in order with readTar()"
                     : "the file is no tar archive",
              path};
  error.offset = 0;
  error.expected = std::string("a header of 512 bytes");
  error.actual = head.empty()    ? "an empty file"
                 : looks.empty() ? "other bytes"
                                 : std::string(looks);
  return error;
}

Result<Entries> ScanEntries(const SourceRange& range, uint64_t max_entries,
                            const std::atomic<bool>* cancelled) {
  if (range.size() == 0) return NotAnArchiveError(range.name(), {});
  return Scanner(range, max_entries, cancelled).Run();
}

std::optional<Entries> LoadEntries(const std::string& path, const FileIdentity& identity,
                                   bool& stale) {
  // An entry takes 512 bytes of the archive or more, and no more than as many here: its name lies
  // there, too, but for what a global header gives to all.
  const auto saved = LoadKeptIndex(path, kKind, identity, 2 * identity.size + 4096, stale);
  if (!saved) return std::nullopt;
  auto entries = Entries::Load(saved->bytes(), identity.size);
  stale = !entries;
  return entries;
}

Status SaveEntries(const std::string& path, const FileIdentity& identity, const Entries& entries) {
  return SaveKeptIndex(path, kKind, identity, entries.Save().bytes());
}

}  // namespace dareblopy::tar
