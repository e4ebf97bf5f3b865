#include "core/stream/ahead_stream.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <limits>
#include <mutex>
#include <optional>
#include <utility>

#include "core/base/io_threads.h"

namespace dareblopy {

namespace {

/// What one read of a file gave: records, its end (neither), or an error, which ends it too.
struct Piece {
  std::shared_ptr<Block> block{};
  std::optional<Error> error{};
  uint64_t corrupt = 0;  // of the file so far
  uint64_t bytes = 0;

  bool last() const { return block == nullptr; }
};

uint64_t BytesOf(const Block& block) {
  uint64_t bytes = 0;
  for (const auto& part : block.parts) bytes += part.size;
  return bytes;
}

/// The first `count` records as a block of their own; `block` keeps the others.
std::shared_ptr<Block> SplitOff(std::shared_ptr<Block>& block, size_t count) {
  auto first = std::make_shared<Block>();
  auto rest = std::make_shared<Block>();
  const auto cut = block->parts.begin() + static_cast<std::ptrdiff_t>(count);
  first->parts.assign(block->parts.begin(), cut);
  rest->parts.assign(cut, block->parts.end());
  first->owners = rest->owners = block->owners;
  block = std::move(rest);
  return first;
}

}  // namespace

/// Shared with the jobs that read ahead.
class AheadStream::Files : public std::enable_shared_from_this<Files> {
 public:
  Files(size_t count, OpenFileSource open, AheadOptions ahead, ThreadPool& pool)
      : count_(count), open_file_(std::move(open)), ahead_(ahead), pool_(pool) {
    ahead_.files = std::max<size_t>(ahead_.files, 1);
    OpenMore();
  }

  /// The records at the front, at most `most`; null at the end of the last file.
  Result<std::shared_ptr<Block>> Take(size_t most, uint64_t& corrupt);
  /// A thread of the pool: one read of the first file that has room, if any has.
  void StepOnce();
  bool waits() {
    std::lock_guard lock(mutex_);
    return waits_;
  }
  void Stop() {
    std::lock_guard lock(mutex_);
    stopped_ = true;
  }

 private:
  struct File {
    explicit File(std::unique_ptr<BlockSource> source) : stream(std::move(source)) {}
    const std::unique_ptr<BlockSource> stream;  // of the thread that has `busy`
    std::deque<Piece> ready;
    bool busy = false;
    bool ended = false;
    bool waits = false;
  };

  // With the mutex held.
  void OpenMore() {
    while (open_.size() < ahead_.files && opened_ < count_)
      open_.push_back(std::make_shared<File>(open_file_(opened_++)));
  }
  /// Nobody is at it, and it may be read on: the reader's file always, where it has nothing for it.
  bool HasRoom(const File& file) const {
    return !stopped_ && !file.busy && !file.ended &&
           (waiting_ < ahead_.bytes || (&file == open_.front().get() && file.ready.empty()));
  }
  std::shared_ptr<File> FileWithRoom() const {
    for (const auto& file : open_) {
      if (HasRoom(*file)) return file;
    }
    return nullptr;
  }
  void Step(std::unique_lock<std::mutex>& lock, const std::shared_ptr<File>& file);
  void StartJobs(std::unique_lock<std::mutex>& lock);

  const size_t count_;
  const OpenFileSource open_file_;
  AheadOptions ahead_;
  ThreadPool& pool_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable stepped_;
  std::deque<std::shared_ptr<File>> open_;  // in the order of the list; the reader is at the first
  size_t opened_ = 0;                       // files of the list
  uint64_t waiting_ = 0;                    // bytes of ready pieces
  uint64_t corrupt_before_ = 0;             // in files that the reader has done with
  size_t jobs_ = 0;                         // submitted and not begun
  bool waits_ = false;                      // a file was seen to
  bool stopped_ = false;
};

/// One read: what is longer would keep the pool's threads from jobs that came later.
class AheadStream::StepJob final : public Job {
 public:
  explicit StepJob(std::shared_ptr<Files> files) : Job(1), files_(std::move(files)) {}

 protected:
  void Run(size_t) override { files_->StepOnce(); }
  void Fail(size_t, Error) noexcept override {}
  void Finish() noexcept override {}

 private:
  const std::shared_ptr<Files> files_;
};

void AheadStream::Files::Step(std::unique_lock<std::mutex>& lock,
                              const std::shared_ptr<File>& file) {
  file->busy = true;
  lock.unlock();
  Piece piece;
  try {
    auto block = file->stream->Next(std::numeric_limits<size_t>::max());
    if (!block.ok()) {
      piece.error = std::move(block.error());
    } else if (block.value() != nullptr) {
      piece.block = std::move(block).value();
      piece.bytes = BytesOf(*piece.block);
    }
  } catch (const std::exception&) {
    piece.block = nullptr;
    piece.error = Error{ErrorCode::OUT_OF_MEMORY, "out of memory"};
  }
  piece.corrupt = file->stream->corrupt();
  lock.lock();
  file->busy = false;
  file->waits = file->stream->waits();
  waits_ = waits_ || file->waits;
  file->ended = piece.last();
  waiting_ += piece.bytes;
  file->ready.push_back(std::move(piece));
  stepped_.notify_all();
}

void AheadStream::Files::StepOnce() {
  std::unique_lock lock(mutex_);
  --jobs_;
  if (const auto file = FileWithRoom()) {
    Step(lock, file);
    StartJobs(lock);
  }
}

// One for each file with room.
void AheadStream::Files::StartJobs(std::unique_lock<std::mutex>& lock) {
  const auto with_room = static_cast<size_t>(
      std::ranges::count_if(open_, [this](const auto& file) { return HasRoom(*file); }));
  const size_t start = with_room > jobs_ ? with_room - jobs_ : 0;
  if (start == 0) return;
  jobs_ += start;
  const bool waits = waits_;
  lock.unlock();
  for (size_t i = 0; i < start; ++i) {
    if (waits) {
      IoThreads::Shared().Submit([self = shared_from_this()] { self->StepOnce(); });
    } else {
      pool_.Submit(std::make_shared<StepJob>(shared_from_this()));
    }
  }
  lock.lock();
}

Result<std::shared_ptr<Block>> AheadStream::Files::Take(size_t most, uint64_t& corrupt) {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (open_.empty() || stopped_) return std::shared_ptr<Block>();
    StartJobs(lock);
    const std::shared_ptr<File> file = open_.front();
    if (file->ready.empty()) {
      // The caller works, too: at the reader's file, or, while another thread is at that, at the
      // files behind it. It waits for nothing but what another thread is at.
      if (const auto other = FileWithRoom()) {
        Step(lock, other);
      } else {
        stepped_.wait(lock, [&] { return !file->ready.empty(); });
      }
      continue;
    }
    Piece& piece = file->ready.front();
    corrupt = corrupt_before_ + piece.corrupt;
    if (piece.error) {
      Error error = std::move(*piece.error);
      stopped_ = true;
      open_.clear();
      return error;
    }
    if (piece.last()) {
      corrupt_before_ += piece.corrupt;
      open_.pop_front();
      OpenMore();
      continue;
    }
    std::shared_ptr<Block> block;
    if (piece.block->parts.size() > most) {
      block = SplitOff(piece.block, most);
      return block;
    }
    block = std::move(piece.block);
    waiting_ -= piece.bytes;
    file->ready.pop_front();
    StartJobs(lock);
    return block;
  }
}

AheadStream::AheadStream(size_t files, OpenFileSource open, AheadOptions ahead, ThreadPool& pool)
    : files_(std::make_shared<Files>(files, std::move(open), ahead, pool)) {}

AheadStream::~AheadStream() { files_->Stop(); }

Result<std::shared_ptr<Block>> AheadStream::Next(size_t most) {
  return files_->Take(most, corrupt_);
}

uint64_t AheadStream::corrupt() const { return corrupt_; }

bool AheadStream::waits() const { return files_->waits(); }

}  // namespace dareblopy
