#include "core/zip/pack_many.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <utility>

#include "core/io/file_set.h"

namespace dareblopy::zip {

namespace {

constexpr uint64_t kMostWaiting = uint64_t{64} << 20;

// Larger ones are freed: few sources are that large.
constexpr size_t kMostSpare = size_t{1} << 20;
constexpr size_t kSpares = 256;

// Whole milliseconds, as JavaScript has file times, and then seconds.
int64_t ModifiedSeconds(int64_t mtime_ns) {
  using namespace std::chrono;
  return floor<seconds>(floor<milliseconds>(nanoseconds{mtime_ns} + microseconds{500})).count();
}

}  // namespace

PackMany::PackMany(Writer& writer, std::mutex& writing, size_t count, SourceAt source_at,
                   LocalTime local)
    : writer_(writer),
      writing_(writing),
      count_(count),
      source_at_(std::move(source_at)),
      local_(std::move(local)),
      failed_(count) {}

Buffer PackMany::TakeSpare() {
  std::lock_guard lock(mutex_);
  if (spare_.empty()) return Buffer();
  Buffer buffer = std::move(spare_.back());
  spare_.pop_back();
  buffer.Resize(0);  // nothing to copy when it grows
  return buffer;
}

// With the mutex held.
void PackMany::GiveSpare(Buffer buffer) {
  if (buffer.capacity() == 0 || buffer.capacity() > kMostSpare || spare_.size() >= kSpares) return;
  spare_.push_back(std::move(buffer));
}

Status PackMany::Load(PackSource& source, Ready& ready) {
  const Item& item = source.item;
  if (source.dated_by_file) {
    DAREBLOPY_ASSIGN(const auto opened, item.set->OpenItem(item.index));
    const File& file = *static_cast<const FileSet&>(*opened).file();
    EntryInfo& info = source.info;
    info.unix_modified = ModifiedSeconds(file.mtime_ns());
    info.dos_modified = ToDosTime(info.unix_modified, local_);
    ready.read = TakeSpare();
    ready.read.Resize(file.size());
    return file.ReadAt(0, ready.read.mutable_bytes());
  }
  if (item.whole()) {
    ready.plain = item.set->Memory(item.index);
    if (ready.plain.data() != nullptr) return {};
    ready.read = TakeSpare();
    return item.set->ReadInto(item.index, ready.read);
  }
  DAREBLOPY_ASSIGN(const uint64_t size, ItemSize(item));
  ready.read.Resize(size);
  return ReadItem(item, ready.read.mutable_bytes());
}

Result<PackMany::Ready> PackMany::Pack(PackSource source) {
  Ready ready;
  DAREBLOPY_TRY(Load(source, ready));
  if (ready.plain.data() == nullptr) ready.plain = ready.read.bytes();
  DAREBLOPY_ASSIGN(ready.packed, zip::Pack(source.method, source.level, ready.plain));
  ready.info = std::move(source.info);
  return ready;
}

// The next one is being packed by a thread that waits for nobody.
void PackMany::WaitForRoom(size_t index, const std::atomic<bool>* cancelled) {
  constexpr auto kLook = std::chrono::milliseconds(10);  // whoever cancels wakes nobody
  std::unique_lock lock(mutex_);
  while (waiting_bytes_ > kMostWaiting && index > next_ && index < failed_ && !*cancelled) {
    appended_.wait_for(lock, kLook);
  }
}

Status PackMany::Run(size_t index, const std::atomic<bool>* cancelled) {
  WaitForRoom(index, cancelled);
  {
    std::lock_guard lock(mutex_);
    if (index > failed_ || *cancelled) return {};
  }
  try {
    Status status = PackAndAppend(index);
    if (!status.ok()) NoteFailure(index);
    return status;
  } catch (...) {  // out of memory
    NoteFailure(index);
    throw;
  }
}

void PackMany::NoteFailure(size_t index) {
  std::lock_guard lock(mutex_);
  failed_ = std::min(failed_, index);
  appended_.notify_all();
}

Status PackMany::PackAndAppend(size_t index) {
  DAREBLOPY_ASSIGN(Ready ready, Pack(source_at_(index)));
  std::unique_lock lock(mutex_);
  waiting_bytes_ += ready.held();
  waiting_.emplace(index, std::move(ready));
  return AppendReady(lock);
}

Status PackMany::AppendReady(std::unique_lock<std::mutex>& lock) {
  while (!appending_ && !waiting_.empty() && waiting_.begin()->first == next_ && next_ < failed_) {
    auto node = waiting_.extract(waiting_.begin());
    Ready& ready = node.mapped();
    waiting_bytes_ -= ready.held();
    appending_ = true;
    lock.unlock();
    Status status;
    try {
      status = Append(ready);
    } catch (const std::bad_alloc&) {
      status = Error{ErrorCode::OUT_OF_MEMORY, "out of memory"};
    }
    lock.lock();
    appending_ = false;
    if (!status.ok()) {
      failed_ = std::min(failed_, next_);
      return status;
    }
    GiveSpare(std::move(ready.read));
    ++next_;
    appended_.notify_all();
  }
  return {};
}

Status PackMany::Append(const Ready& ready) {
  const PackedEntry& packed = ready.packed;
  std::lock_guard lock(writing_);
  return writer_.Add(ready.info, packed,
                     packed.method == kStored ? ready.plain : packed.data.bytes());
}

}  // namespace dareblopy::zip
