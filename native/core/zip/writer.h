// Writes an archive front to back: entries, then the central directory. ZIP64 where it is needed.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "core/io/append_buffer.h"
#include "core/zip/compress.h"

namespace dareblopy::zip {

struct EntryInfo {
  std::string name;       // UTF-8, as it is to be in the archive; a trailing '/' makes a directory
  std::string comment{};  // UTF-8
  uint32_t dos_modified = 0;  // MS-DOS date (high half) and time, local time
  int64_t unix_modified = 0;  // seconds since 1970
  uint32_t align = 1;         // the data begin at a multiple of it, at most 32,768
};

/// Used by one thread at a time; packing the entries beforehand is what runs in parallel.
class Writer {
 public:
  /// Errors: those of AtomicFile::Create.
  static Result<std::unique_ptr<Writer>> Create(std::string path);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Appends an entry. `data`: packed.data, or the plain bytes of a stored entry.
  Status Add(const EntryInfo& info, const PackedEntry& packed, Bytes data);

  /// Appends an entry of unknown size in parts: Begin, Write any number of times, End. LZ4, whose
  /// blocks cannot be made in parts, gathers the whole entry in memory.
  Status Begin(const EntryInfo& info, Method method, int level);
  Status Write(Bytes plain);
  Status End();

  /// Writes the directory and gives the archive its name, with `sync` once it is on the device.
  /// Nothing can be added after it.
  Status Close(const std::string& comment, bool sync);

  /// Whether Add of as many bytes needs no system call.
  bool HasRoom(const EntryInfo& info, size_t size) const;
  /// Entries so far, and what they were before compression. Any thread.
  uint64_t entry_count() const { return entry_count_.load(std::memory_order_relaxed); }
  uint64_t plain_size() const { return plain_size_.load(std::memory_order_relaxed); }

  const std::string& path() const { return file_->path(); }

 private:
  class Stream;
  struct Placed;  // an entry whose place and sizes are known
  explicit Writer(std::unique_ptr<AtomicFile> file);
  Status AppendLocalHeader(const Placed& entry, bool reserve_zip64);
  void AppendCentralHeader(const Placed& entry);

  std::unique_ptr<AtomicFile> file_;
  AppendBuffer out_;  // everything but what End patches
  Buffer directory_;  // central headers so far
  std::atomic<uint64_t> entry_count_{0};
  std::atomic<uint64_t> plain_size_{0};
  std::unique_ptr<Stream> stream_;  // between Begin and End
};

}  // namespace dareblopy::zip
