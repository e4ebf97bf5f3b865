// A job that reads items into places of their own: at once where nothing has to be waited for, else
// an I/O thread loads the item, and a thread of the pool puts it into its place.
#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "addon/bridge/js_job.h"
#include "addon/io/items.h"
#include "core/io/loaded_item.h"

namespace dareblopy::addon {

class ReadingJob : public JsJob {
 protected:
  using JsJob::JsJob;

  /// The item that is read as number `slot`.
  virtual size_t ItemOf(size_t slot) const = 0;
  virtual const Item& ItemAt(size_t i) const = 0;
  /// Bytes of its place, as far as they are known.
  virtual uint64_t BytesAt(size_t i) const = 0;
  /// Reads item `i` into its place.
  virtual Status ReadNow(size_t i) = 0;
  /// Puts what was loaded there.
  virtual Status Put(size_t i, LoadedItem loaded) = 0;
  /// The item is in its place, or has failed.
  virtual void Close(size_t /*i*/) {}

  /// Reads the slots one after the other, and notes how long that takes.
  void RunClaim(size_t begin, size_t end) noexcept final;
  void Run(size_t slot) final;
  bool resumes() const final { return true; }
  void Resume(size_t slot) final;

 private:
  std::vector<LoadedItem> loaded_;  // by slot; empty before the first has to be waited for
  std::once_flag sized_;
};

}  // namespace dareblopy::addon
