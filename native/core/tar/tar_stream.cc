#include "core/tar/tar_stream.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <utility>

#include "core/inflate/open_stream.h"
#include "core/tar/scan.h"

namespace dareblopy::tar {

namespace {

constexpr size_t kAhead = 128 << 10;
// An entry from here on has memory of its own: it is read there without being copied.
constexpr uint64_t kOwnMemory = 64 << 10;

}  // namespace

/// The block that is being put together.
class TarStream::Gathering {
 public:
  Gathering(size_t room, std::shared_ptr<const std::string> path)
      : shared_(std::make_shared<Buffer>()),
        names_(std::make_shared<std::deque<std::string>>()),
        path_(std::move(path)) {
    shared_->Reserve(room);
  }

  bool empty() const { return block_->parts.empty(); }
  size_t count() const { return block_->parts.size(); }
  uint64_t bytes() const { return bytes_; }

  /// Memory of a small entry. It stays where it is: there is room for it, or it begins another one.
  MutableBytes Small(size_t size) {
    if (shared_->size() + size > shared_->capacity()) {
      block_->owners.push_back(std::exchange(shared_, std::make_shared<Buffer>()));
      shared_->Reserve(std::max(size, kAhead));
    }
    const size_t begin = shared_->size();
    shared_->Resize(begin + size);
    return shared_->mutable_bytes().subspan(begin);
  }
  void Own(std::shared_ptr<Buffer> memory) { block_->owners.push_back(std::move(memory)); }
  void Add(Bytes data, uint64_t number, std::string name) {
    names_->push_back(std::move(name));
    bytes_ += data.size();
    block_->parts.push_back({data.data(), data.size(), number, path_.get(), &names_->back()});
  }

  std::shared_ptr<Block> Take() {
    block_->owners.push_back(std::move(shared_));
    block_->owners.push_back(std::move(names_));
    block_->owners.push_back(std::move(path_));
    return std::move(block_);
  }

 private:
  std::shared_ptr<Block> block_ = std::make_shared<Block>();
  std::shared_ptr<Buffer> shared_;
  std::shared_ptr<std::deque<std::string>> names_;
  std::shared_ptr<const std::string> path_;
  uint64_t bytes_ = 0;
};

TarStream::TarStream(Source source, const TarStreamOptions& options)
    : source_(std::move(source)), options_(options) {}

Error TarStream::Place(Error error) const {
  if (error.path.empty()) error.path = *path_;
  if (!error.offset) error.offset = offset_;
  return error;
}

Error TarStream::Truncated(uint64_t needed) const {
  Error error{ErrorCode::TAR_TRUNCATED, "the archive ends too early"};
  error.expected = needed;
  return Place(std::move(error));
}

Status TarStream::Open() {
  DAREBLOPY_ASSIGN(auto range,
                   SourceRange::Make(source_.set, source_.index, source_.begin, source_.end));
  path_ = std::make_shared<const std::string>(range.name());
  DAREBLOPY_ASSIGN(stream_, OpenStream(std::move(range)));
  ahead_.Resize(kAhead);
  return {};
}

Result<bool> TarStream::Fill(MutableBytes out) {
  while (!out.empty()) {
    if (at_ == end_ && out.size() >= kAhead) {
      DAREBLOPY_ASSIGN(const size_t got, stream_->Read(out));
      if (got == 0) return false;
      out = out.subspan(got);
      offset_ += got;
      continue;
    }
    if (at_ == end_) {
      at_ = end_ = 0;
      DAREBLOPY_ASSIGN(end_, stream_->Read(ahead_.mutable_bytes()));
      if (end_ == 0) return false;
    }
    const size_t take = std::min(out.size(), end_ - at_);
    std::memcpy(out.data(), ahead_.data() + at_, take);
    out = out.subspan(take);
    at_ += take;
    offset_ += take;
  }
  return true;
}

Status TarStream::Skip(uint64_t bytes) {
  while (bytes > 0) {
    if (at_ == end_) {
      at_ = end_ = 0;
      DAREBLOPY_ASSIGN(end_, stream_->Read(ahead_.mutable_bytes()));
      if (end_ == 0) return Truncated(bytes);
    }
    const auto take = static_cast<size_t>(std::min<uint64_t>(bytes, end_ - at_));
    at_ += take;
    offset_ += take;
    bytes -= take;
  }
  return {};
}

Status TarStream::TakePayload() {
  const auto size = static_cast<size_t>(chain_.payload_size());
  ScratchBuffer payload(size);
  DAREBLOPY_ASSIGN(const bool whole, Fill(payload.bytes()));
  if (!whole) return Truncated(size);
  DAREBLOPY_TRY(chain_.TakePayload(payload.bytes()));
  return Skip(Padded(size) - size);
}

/// To the header of the next file; false at the end.
Result<bool> TarStream::NextEntry() {
  for (;;) {
    uint8_t block[kBlockSize];
    const uint64_t begin = offset_;
    DAREBLOPY_ASSIGN(const bool whole, Fill(block));
    const size_t got = offset_ - begin;
    if (begin == 0 && (!whole || !MayBeHeader(block)))
      return NotAnArchiveError(*path_, Bytes(block).first(got));
    if (!whole) {
      if (got == 0 && !chain_.expects_entry()) return false;  // no blocks of zeros at the end
      return Truncated(kBlockSize);
    }
    auto next = chain_.TakeHeader(block);
    if (!next.ok()) {
      next.error().offset = begin;
      return Place(std::move(next.error()));
    }
    switch (next.value()) {
      case HeaderChain::Next::end:
        return false;
      case HeaderChain::Next::header:
        break;
      case HeaderChain::Next::payload:
        DAREBLOPY_TRY(TakePayload());
        break;
      case HeaderChain::Next::entry:
        if (chain_.entry().kind != EntryKind::other) return true;
        DAREBLOPY_TRY(Skip(Padded(chain_.entry().size)));
    }
  }
}

Status TarStream::TakeEntry(Gathering& gathering) {
  EntryHeader& entry = chain_.entry();
  const auto named = [&](Error error) {
    error.entry = entry.name;
    return Place(std::move(error));
  };
  if (entry.kind != EntryKind::file) {
    return named({ErrorCode::TAR_UNSUPPORTED,
                  entry.kind == EntryKind::hard_link
                      ? "a hard link: its bytes are those of '" + entry.link + "', earlier in it"
                      : std::string("a sparse file, or one of several volumes")});
  }
  if (entry.size > options_.max_entry_bytes) {
    Error error{ErrorCode::LIMIT_EXCEEDED, "the entry is larger than maxEntryBytes"};
    error.expected = options_.max_entry_bytes;
    error.actual = entry.size;
    return named(std::move(error));
  }
  const auto size = static_cast<size_t>(entry.size);
  MutableBytes data;
  bool whole = true;
  if (size < kOwnMemory) {
    data = gathering.Small(size);
    DAREBLOPY_ASSIGN(whole, Fill(data));
  } else {
    // A size out of a hostile header allocates no more than twice what is really there.
    auto memory = std::make_shared<Buffer>();
    for (size_t had = 0; had < size && whole; had = memory->size()) {
      memory->Resize(std::min(size, std::max<size_t>(2 * had, 4 << 20)));
      DAREBLOPY_ASSIGN(whole, Fill(memory->mutable_bytes().subspan(had)));
    }
    data = memory->mutable_bytes();
    gathering.Own(std::move(memory));
  }
  if (!whole) return named(Truncated(size));
  gathering.Add(data, entries_++, std::move(entry.name));
  // The last entry's padding may be missing: the next header tells.
  uint8_t padding[kBlockSize];
  DAREBLOPY_ASSIGN(whole, Fill(MutableBytes(padding).first(Padded(size) - size)));
  return {};
}

Result<std::shared_ptr<Block>> TarStream::Next(size_t most) {
  if (pending_) {
    ended_ = true;
    Error error = std::move(*pending_);
    pending_.reset();
    return error;
  }
  if (ended_ || most == 0) return std::shared_ptr<Block>();
  const auto fail = [&](Error error) -> Result<std::shared_ptr<Block>> {
    ended_ = true;
    stream_.reset();
    return error;
  };
  if (stream_ == nullptr) {
    if (Status status = Open(); !status.ok()) return fail(std::move(status.error()));
  }
  Gathering gathering(static_cast<size_t>(options_.block_bytes) + kOwnMemory, path_);
  while (gathering.count() < most && gathering.bytes() < options_.block_bytes) {
    auto more = NextEntry();
    Status status = more.ok() ? Status() : Status(Place(std::move(more.error())));
    if (status.ok() && more.value()) status = TakeEntry(gathering);
    if (!status.ok()) {
      if (gathering.empty()) return fail(std::move(status.error()));
      pending_ = std::move(status.error());  // the good ones first
      break;
    }
    if (!more.value()) {
      ended_ = true;
      stream_.reset();
      break;
    }
  }
  if (gathering.empty()) return std::shared_ptr<Block>();
  return gathering.Take();
}

}  // namespace dareblopy::tar
