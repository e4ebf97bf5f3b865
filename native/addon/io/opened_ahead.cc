#include "addon/io/opened_ahead.h"

#include <atomic>
#include <utility>

#include "addon/io/reading.h"
#include "core/io/no_wait.h"

namespace dareblopy::addon {

namespace {

// A process may have 1,024 files open, where nobody changed that, and they are not all ours.
constexpr int kMostOpened = 256;
std::atomic<int> opened{0};

}  // namespace

std::optional<uint64_t> OpenedAhead::SizeOf(Item& item) {
  const auto size = KnownItemSize(item);
  return size || !Open(item) ? size : KnownItemSize(item);
}

bool OpenedAhead::Open(Item& item) {
  if (opened.load(std::memory_order_relaxed) >= kMostOpened) return false;
  if (item.set->meter().seen_to_wait()) return false;  // opening may wait, whatever is cached
  const NoWait no_wait;
  auto set = item.set->OpenItem(item.index);
  if (!set.ok() || set.value() == nullptr) return false;
  opened.fetch_add(1, std::memory_order_relaxed);
  set_ = std::move(set).value();
  item.set = set_.get();
  item.index = 0;
  return true;
}

void OpenedAhead::Close() {
  if (set_ == nullptr) return;
  set_.reset();
  opened.fetch_sub(1, std::memory_order_relaxed);
}

}  // namespace dareblopy::addon
