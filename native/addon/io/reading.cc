#include "addon/io/reading.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "core/io/no_wait.h"

namespace dareblopy::addon {

std::optional<uint64_t> KnownItemSize(const Item& item) {
  const auto size = item.set->KnownSize(item.index);
  if (!size) return std::nullopt;
  const uint64_t end = std::min(item.end, *size);
  return item.begin < end ? end - item.begin : 0;
}

size_t ReadGrain(const std::vector<Item>& items) {
  constexpr uint64_t kSmall = 1024;
  const auto size = items.empty() ? std::nullopt : KnownItemSize(items[0]);
  return size && *size <= kSmall ? 32 : 4;
}

std::vector<uint32_t> ReadingOrder(const std::vector<Item>& items) {
  std::vector<uint32_t> order(items.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<uint64_t> positions(items.size());
  for (size_t i = 0; i < items.size(); ++i)
    positions[i] = items[i].set->Position(items[i].index) + items[i].begin;
  if (!std::is_sorted(positions.begin(), positions.end())) {
    std::stable_sort(order.begin(), order.end(),
                     [&](uint32_t a, uint32_t b) { return positions[a] < positions[b]; });
  }
  return order;
}

bool IsShort(const Item& item, uint64_t size) {
  constexpr uint64_t kCopied = 256 << 10, kInflated = 8 << 10;
  return size <= (item.set->RangesAreCheap(item.index) ? kCopied : kInflated);
}

bool MayBeShort(const Item& item) {
  const auto size = KnownItemSize(item);
  return size ? IsShort(item, *size) : item.set->RangesAreCheap(item.index);
}

Status PutLoaded(const LoadedItem& loaded, MutableBytes out, const Item& item) {
  const Bytes bytes = loaded.bytes();
  if (bytes.size() != out.size()) {
    Error error{ErrorCode::IO_TRUNCATED, "the size changed while it was read",
                item.set->Name(item.index)};
    error.expected = uint64_t{out.size()};
    error.actual = uint64_t{bytes.size()};
    return error;
  }
  if (!bytes.empty()) std::memcpy(out.data(), bytes.data(), bytes.size());
  return {};
}

Status ReadItemNow(const Item& item, MutableBytes out) {
  if (!IsShort(item, out.size())) return WouldWaitError();
  const NoWait no_wait;
  return ReadItem(item, out);
}

}  // namespace dareblopy::addon
