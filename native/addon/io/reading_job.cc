#include "addon/io/reading_job.h"

#include <chrono>
#include <utility>

#include "core/io/no_wait.h"

namespace dareblopy::addon {

void ReadingJob::RunClaim(size_t begin, size_t end) noexcept {
  // A set that is known to be quick is one that outlives its items: see OpenedAhead.
  WaitMeter& meter = ItemAt(ItemOf(begin)).set->meter();
  const bool quick = !meter.may_wait();
  const uint64_t bytes = BytesAt(ItemOf(begin));
  const auto start = std::chrono::steady_clock::now();
  JsJob::RunClaim(begin, end);
  if (!quick) return;  // Run has noted each
  const auto taken = std::chrono::steady_clock::now() - start;
  meter.Note(static_cast<uint64_t>(std::chrono::nanoseconds(taken).count()) / (end - begin), bytes);
}

void ReadingJob::Run(size_t slot) {
  const size_t i = ItemOf(slot);
  const Item& item = ItemAt(i);
  Status status;
  if (!item.set->meter().may_wait()) {
    status = ReadNow(i);
  } else {
    {
      const NoWait no_wait;
      status = ReadNow(i);
    }
    if (!status.ok() && WouldWait(status.error())) {
      std::call_once(sized_, [this] { loaded_.resize(count()); });
      Await(slot, [this, slot] { loaded_[slot].Load(ItemAt(ItemOf(slot))); });
      return;
    }
    item.set->meter().Note(0, 0);
  }
  Close(i);
  if (!status.ok()) SetError(i, std::move(status.error()));
}

void ReadingJob::Resume(size_t slot) {
  const size_t i = ItemOf(slot);
  LoadedItem loaded = std::move(loaded_[slot]);
  Status status = loaded.status().ok() ? Put(i, std::move(loaded)) : std::move(loaded.status());
  Close(i);
  if (!status.ok()) SetError(i, std::move(status.error()));
}

}  // namespace dareblopy::addon
