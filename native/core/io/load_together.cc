#include "core/io/load_together.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>
#include <tuple>
#include <utility>

#include "core/io/read_window.h"

namespace dareblopy {

namespace {

// What lies between two items is read with them up to here: waiting once more takes longer.
constexpr uint64_t kGap = uint64_t{64} << 10;
// Longer reads are cut by the system anyway, and what arrives together is decoded late.
constexpr uint64_t kMostAtOnce = uint64_t{1} << 20;

struct Placed {
  Span span;
  size_t item;
};

std::optional<Span> SpanOfItem(const Item& item) {
  if (item.whole()) return item.set->SpanOf(item.index);
  return std::nullopt;
}

}  // namespace

std::vector<LoadGroup> GroupLoads(const std::vector<Item>& items) {
  std::vector<LoadGroup> groups;
  std::vector<Placed> placed;
  for (size_t i = 0; i < items.size(); ++i) {
    if (const auto span = SpanOfItem(items[i])) {
      placed.push_back({*span, i});
    } else {
      groups.push_back({i});
    }
  }
  std::ranges::sort(placed, {}, [](const Placed& p) {
    return std::tuple(p.span.set, p.span.index, p.span.begin);
  });
  uint64_t begin = 0, end = 0;
  for (size_t i = 0; i < placed.size(); ++i) {
    const Span& span = placed[i].span;
    const bool near = i > 0 && placed[i - 1].span.set == span.set &&
                      placed[i - 1].span.index == span.index && span.begin <= end + kGap &&
                      std::max(end, span.end) - begin <= kMostAtOnce;
    if (near) {
      groups.back().push_back(placed[i].item);
      end = std::max(end, span.end);
    } else {
      groups.push_back({placed[i].item});
      begin = span.begin;
      end = span.end;
    }
  }
  return groups;
}

void LoadTogether(const std::vector<Item>& items, const LoadGroup& group,
                  std::vector<LoadedItem>& loaded) noexcept {
  if (group.size() == 1) return loaded[group[0]].Load(items[group[0]]);
  const auto start = std::chrono::steady_clock::now();
  Span whole = *SpanOfItem(items[group[0]]);
  for (const size_t i : group) whole.end = std::max(whole.end, SpanOfItem(items[i])->end);
  try {
    ScratchBuffer bytes(whole.end - whole.begin);
    if (whole.set->ReadRange(whole.index, whole.begin, bytes.bytes()).ok()) {
      const std::chrono::nanoseconds taken = std::chrono::steady_clock::now() - start;
      const auto share = static_cast<uint64_t>(taken.count()) / group.size();
      const ReadWindow window(*whole.set, whole.index, whole.begin, bytes.bytes());
      for (const size_t i : group) loaded[i].Load(items[i], share);
      return;
    }
  } catch (const std::exception&) {  // no memory for all of it
  }
  for (const size_t i : group) loaded[i].Load(items[i]);  // each tells what is wrong with it
}

}  // namespace dareblopy
