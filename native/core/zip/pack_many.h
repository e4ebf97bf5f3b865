// Many sources to entries of an archive: read, summed up and compressed by as many threads as come,
// appended in the order of the sources.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <vector>

#include "core/io/source_set.h"
#include "core/zip/dos_time.h"
#include "core/zip/writer.h"

namespace dareblopy::zip {

/// What becomes of one source.
struct PackSource {
  Item item;
  EntryInfo info;
  Method method = kDeflate;
  int level = kDefaultLevel;
  /// The item is a file, whose time of modification is the entry's.
  bool dated_by_file = false;
};

class PackMany {
 public:
  /// Any thread, once a source: so that a folder's need not all be there at the same time.
  using SourceAt = std::function<PackSource(size_t)>;
  /// `writing` is held while `writer` is used.
  PackMany(Writer& writer, std::mutex& writing, size_t count, SourceAt source_at, LocalTime local);

  size_t count() const { return count_; }
  /// Any thread, each source once, those before it begun: packs source `index`, and appends what is
  /// next and ready. After an error no later source is appended; every earlier one is, if it is
  /// run. Waits, until `*cancelled`, while too much waits for a slower source: 64 MiB, and one
  /// source a thread.
  Status Run(size_t index, const std::atomic<bool>* cancelled);

 private:
  struct Ready {
    EntryInfo info;
    Buffer read;  // the plain bytes, where they do not lie in memory anyway
    Bytes plain;  // of a stored entry
    PackedEntry packed;

    uint64_t held() const { return read.size() + packed.data.size() + sizeof(Ready); }
  };
  Result<Ready> Pack(PackSource source);
  Status Load(PackSource& source, Ready& ready);
  void WaitForRoom(size_t index, const std::atomic<bool>* cancelled);
  Status PackAndAppend(size_t index);
  Status AppendReady(std::unique_lock<std::mutex>& lock);
  Status Append(const Ready& ready);
  void NoteFailure(size_t index);
  Buffer TakeSpare();
  void GiveSpare(Buffer buffer);

  Writer& writer_;
  std::mutex& writing_;
  const size_t count_;
  const SourceAt source_at_;
  const LocalTime local_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable appended_;
  std::map<size_t, Ready> waiting_;  // for those before them
  uint64_t waiting_bytes_ = 0;
  std::vector<Buffer> spare_;  // memory that was touched before
  size_t next_ = 0;            // to be appended
  size_t failed_;              // the first source that failed; count() while none did
  bool appending_ = false;     // a thread is: it takes along what becomes ready meanwhile
};

}  // namespace dareblopy::zip
