#include "core/io/ahead_reader.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <exception>
#include <mutex>
#include <utility>

#include "core/base/recycled_buffers.h"

namespace dareblopy {

namespace {

RecycledBuffers& Recycled() {
  static auto* buffers = new RecycledBuffers(2 * AheadReader::kMostAhead, AheadReader::kChunk);
  return *buffers;
}

}  // namespace

struct AheadReader::Chunk {
  const uint64_t begin;
  const size_t size;
  enum class State : uint8_t { untouched, read, done } state = State::untouched;
  Buffer bytes;
  Status status;

  Chunk(uint64_t begins, size_t bytes_of_it) : begin(begins), size(bytes_of_it) {}
  ~Chunk() { Recycled().Give(std::move(bytes)); }
};

/// Shared with the threads that read. A chunk that none of them has begun when its turn comes is
/// read by the reader itself, so that it never waits for a thread that is not there.
class AheadReader::Chunks : public std::enable_shared_from_this<Chunks> {
 public:
  Chunks(SourceRange range, IoThreads& threads, uint64_t offset)
      : range_(std::move(range)), threads_(threads), next_(offset) {}

  /// The chunk that holds the byte at `offset`, read; those before it are let go. Null at the end.
  std::shared_ptr<Chunk> At(uint64_t offset) {
    std::unique_lock lock(mutex_);
    while (!queue_.empty() && queue_.front()->begin + queue_.front()->size <= offset) {
      queue_.pop_front();
    }
    if (queue_.empty()) next_ = offset;
    Order(lock);
    if (queue_.empty()) return nullptr;
    std::shared_ptr<Chunk> chunk = queue_.front();
    if (chunk->state != Chunk::State::done) {
      ahead_ = std::min(2 * ahead_, kMostAhead);
      Order(lock);
    }
    if (chunk->state == Chunk::State::untouched) Read(lock, *chunk);
    done_.wait(lock, [&] { return chunk->state == Chunk::State::done; });
    return chunk;
  }
  void Stop() {
    std::lock_guard lock(mutex_);
    for (auto& chunk : queue_) chunk->state = Chunk::State::done;
    queue_.clear();
  }

 private:
  // With the mutex held.
  void Order(std::unique_lock<std::mutex>& lock) {
    std::deque<std::shared_ptr<Chunk>> fresh;
    while (queue_.size() < ahead_ && next_ < range_.size()) {
      const auto size = static_cast<size_t>(std::min<uint64_t>(kChunk, range_.size() - next_));
      fresh.push_back(std::make_shared<Chunk>(next_, size));
      queue_.push_back(fresh.back());
      next_ += size;
    }
    if (fresh.empty()) return;
    lock.unlock();
    for (auto& chunk : fresh) {
      threads_.Submit([self = shared_from_this(), chunk] {
        std::unique_lock mine(self->mutex_);
        if (chunk->state == Chunk::State::untouched) self->Read(mine, *chunk);
      });
    }
    lock.lock();
  }
  void Read(std::unique_lock<std::mutex>& lock, Chunk& chunk) {
    chunk.state = Chunk::State::read;
    lock.unlock();
    Buffer bytes = Recycled().Take();
    Status status;
    try {
      bytes.Resize(chunk.size);
      status = range_.Read(chunk.begin, bytes.mutable_bytes());
    } catch (const std::exception&) {
      status = Error{ErrorCode::OUT_OF_MEMORY, "out of memory", range_.name()};
    }
    lock.lock();
    chunk.bytes = std::move(bytes);
    chunk.status = std::move(status);
    chunk.state = Chunk::State::done;
    done_.notify_all();
  }

  const SourceRange range_;
  IoThreads& threads_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable done_;
  std::deque<std::shared_ptr<Chunk>> queue_;  // the reader is at the first
  uint64_t next_;                             // where the next chunk begins
  size_t ahead_ = 2;
};

AheadReader::AheadReader(SourceRange range, IoThreads& threads)
    : range_(std::move(range)), threads_(&threads) {}
AheadReader::AheadReader(AheadReader&&) noexcept = default;
AheadReader::~AheadReader() {
  if (chunks_ != nullptr) chunks_->Stop();
}

Result<size_t> AheadReader::ReadNow(MutableBytes out) {
  const auto size = static_cast<size_t>(std::min<uint64_t>(out.size(), range_.size() - offset_));
  if (size == 0) return size_t{0};
  DAREBLOPY_TRY(range_.ReadTimed(offset_, out.first(size)));
  offset_ += size;
  if (range_.waits()) chunks_ = std::make_shared<Chunks>(range_, *threads_, offset_);
  return size;
}

Result<size_t> AheadReader::Read(MutableBytes out) {
  if (chunks_ == nullptr) return ReadNow(out);
  const std::shared_ptr<Chunk> chunk = chunks_->At(offset_);
  if (chunk == nullptr) return size_t{0};
  if (!chunk->status.ok()) return Error(chunk->status.error());
  const size_t at = offset_ - chunk->begin;
  const size_t size = std::min(out.size(), chunk->size - at);
  std::memcpy(out.data(), chunk->bytes.data() + at, size);
  offset_ += size;
  return size;
}

void AheadReader::Skip(uint64_t bytes) { offset_ += std::min(bytes, range_.size() - offset_); }

}  // namespace dareblopy
