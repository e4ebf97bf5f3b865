// An item's bytes, loaded by one thread that may wait for them, for another that must not.
#pragma once

#include <cstdint>
#include <utility>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/io/source_set.h"

namespace dareblopy {

/// As LoadItem, for a thread that should not wait: where the item's set was seen to answer quickly,
/// or the bytes are in the system's caches. Else an error that WouldWait knows, with nothing done.
Result<Bytes> LoadItemNow(const Item& item, ScratchBuffer& scratch);

class LoadedItem {
 public:
  LoadedItem() = default;
  ~LoadedItem();
  LoadedItem(LoadedItem&&) noexcept = default;
  LoadedItem& operator=(LoadedItem&&) noexcept = default;

  /// Reads the item, with all checks, as LoadItem does; notes how long that took. Once.
  /// `nanos_before`: its share of the time that a read of several took before.
  void Load(const Item& item, uint64_t nanos_before = 0) noexcept;
  const Status& status() const { return status_; }
  Status& status() { return status_; }
  Bytes bytes() const { return bytes_.bytes(); }
  Buffer Take() { return std::move(bytes_); }
  /// Time that loading took, in nanoseconds.
  uint64_t nanos() const { return nanos_; }

 private:
  Buffer bytes_;
  Status status_;
  uint64_t nanos_ = 0;
};

}  // namespace dareblopy
