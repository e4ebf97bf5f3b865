// Bytes from somewhere, by index: the native side of ByteSource and RandomAccess<ByteSource>. A
// file, a folder's listing, an archive, an index of records, memory: each is one SourceSet, and a
// ByteSource in JavaScript is (set, index, begin, end). So a batch crosses as numbers, and zip need
// not know jpeg.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/base/buffer.h"
#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/io/wait_meter.h"

namespace dareblopy {

class SourceSet;

/// Where an item's bytes lie, as they are, in an item of another set.
struct Extent {
  std::shared_ptr<const SourceSet> set;
  uint64_t index = 0;
  uint64_t begin = 0;
};

/// Bytes [begin, end) of an item of a set.
struct Span {
  const SourceSet* set = nullptr;
  uint64_t index = 0;
  uint64_t begin = 0;
  uint64_t end = 0;
};

/// Immutable once made, and safe to read from any number of threads at once.
class SourceSet {
 public:
  virtual ~SourceSet() = default;

  virtual uint64_t count() const = 0;
  /// Name of an item as its collection lists it (relative with `/`, for folders and archives).
  virtual std::string Name(uint64_t index) const = 0;
  /// Bytes that reading the item gives (inflated, for an archive). May open or stat a file.
  virtual Result<uint64_t> Size(uint64_t index) const = 0;
  /// As Size, where a range of the item is meant: not held against limits on what is read as a
  /// whole.
  virtual Result<uint64_t> SizeForRanges(uint64_t index) const { return Size(index); }
  /// Size where it is known without asking the system and was checked against the caller's limits,
  /// so that the result can be allocated before a thread runs.
  virtual std::optional<uint64_t> KnownSize(uint64_t /*index*/) const { return std::nullopt; }
  /// The item will be read soon by this thread: may bring into the cache what says where it lies,
  /// and when it is called again, `once_more`, what that points at.
  virtual void Prefetch(uint64_t /*index*/, bool /*once_more*/) const {}
  /// Reads the whole item into `out` (of exactly Size bytes) and checks what can be checked.
  virtual Status Read(uint64_t index, MutableBytes out) const = 0;
  /// Reads [begin, begin + out.size()) of the item; whole-item checksums are not checked unless the
  /// format has to read everything anyway.
  virtual Status ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const = 0;
  /// The item's bytes where they lie in memory already (checked as Read would), else an empty span.
  virtual Bytes Memory(uint64_t /*index*/) const { return {}; }
  /// Reads the whole item into `out`, which is resized to fit: one system call less than Size +
  /// Read where the size has to be asked of the system.
  virtual Status ReadInto(uint64_t index, Buffer& out) const;
  /// As ReadRange, into two places: one system call where a format's header and data are read at
  /// once.
  virtual Status ReadParts(uint64_t index, uint64_t begin, MutableBytes first,
                           MutableBytes second) const;
  /// Reads the whole item into `out` (of exactly Size bytes) with all checks, as Read would, but
  /// [offset, offset + part.size()) goes to `part` instead. False where the set has no way to.
  virtual Result<bool> ReadAround(uint64_t /*index*/, MutableBytes /*out*/, uint64_t /*offset*/,
                                  MutableBytes /*part*/) const {
    return false;
  }
  /// Where the item's bytes lie in another set, if they are there as they are: how an archive
  /// inside an archive, or a file of a folder, is read in place. May open a file.
  virtual Result<std::optional<Extent>> Locate(uint64_t /*index*/) const {
    return std::optional<Extent>();
  }
  /// The item as a set of its own, opened, where reading it begins with opening a file: its size is
  /// known then, and reading it does not open it again. Null where there is nothing to open.
  virtual Result<std::shared_ptr<const SourceSet>> OpenItem(uint64_t /*index*/) const {
    return std::shared_ptr<const SourceSet>();
  }
  /// Whether a range costs what its own bytes cost (false: what lies before it has to be inflated).
  virtual bool RangesAreCheap(uint64_t /*index*/) const { return true; }
  /// Says in an error about the item where the item is: its path, and its number where it has one.
  virtual void AddPlace(uint64_t index, Error& error) const {
    if (error.path.empty()) error.path = Name(index);
  }
  /// What reading the item reads of the file beneath, or about that: items that lie close together
  /// are read together. Empty where it is not known, or lies in memory.
  virtual std::optional<Span> SpanOf(uint64_t /*index*/) const { return std::nullopt; }
  /// Where the item lies in its file: reading in this order is reading forward.
  virtual uint64_t Position(uint64_t index) const { return index; }
  /// Whether reading waits: whoever reads whole items and may not wait looks at it, and notes how
  /// long reads took.
  virtual WaitMeter& meter() const { return meter_; }

 protected:
  SourceSet() = default;
  explicit SourceSet(WaitMeter::Assumed assumed) : meter_(assumed) {}

 private:
  mutable WaitMeter meter_;
};

/// A ByteSource: one item of a set, or a part of it.
struct Item {
  static constexpr uint64_t kToEnd = ~uint64_t{0};
  const SourceSet* set = nullptr;  // kept alive by whoever holds the job
  uint64_t index = 0;
  uint64_t begin = 0;
  uint64_t end = kToEnd;  // kToEnd: up to the end, and then with all checks when begin is 0

  bool whole() const { return begin == 0 && end == kToEnd; }
};

/// Bytes of an item when read; `begin` and `end` are clamped as Blob.slice does.
Result<uint64_t> ItemSize(const Item& item);
/// Reads the item into `out`, of exactly ItemSize bytes.
Status ReadItem(const Item& item, MutableBytes out);
/// The item's bytes: where they lie, or read into `scratch`. Valid while the set and `scratch`
/// live.
Result<Bytes> LoadItem(const Item& item, ScratchBuffer& scratch);

}  // namespace dareblopy
