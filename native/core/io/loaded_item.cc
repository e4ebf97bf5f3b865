#include "core/io/loaded_item.h"

#include <chrono>
#include <exception>
#include <utility>

#include "core/base/inflate_time.h"
#include "core/base/recycled_buffers.h"
#include "core/io/no_wait.h"

namespace dareblopy {

namespace {

// By a thread, of which there are hundreds.
constexpr size_t kKeptScratch = size_t{128} << 10;

// As many as may be in flight by default.
RecycledBuffers& Recycled() {
  static auto* buffers = new RecycledBuffers(512, size_t{1} << 20);
  return *buffers;
}

// As LoadItem, into memory of its own in any case.
Status ReadWhole(const Item& item, Buffer& out) {
  if (item.whole()) return item.set->ReadInto(item.index, out);
  DAREBLOPY_ASSIGN(const uint64_t size, ItemSize(item));
  out.Resize(size);
  return ReadItem(item, out.mutable_bytes());
}

}  // namespace

Result<Bytes> LoadItemNow(const Item& item, ScratchBuffer& scratch) {
  if (!item.set->meter().may_wait()) return LoadItem(item, scratch);
  const NoWait no_wait;
  return LoadItem(item, scratch);
}

LoadedItem::~LoadedItem() { Recycled().Give(std::move(bytes_)); }

void LoadedItem::Load(const Item& item, uint64_t nanos_before) noexcept {
  const auto begin = std::chrono::steady_clock::now();
  const uint64_t inflated_before = InflateTimer::ThreadNanos();
  try {
    bytes_ = Recycled().Take();
    status_ = ReadWhole(item, bytes_);
  } catch (const std::exception&) {
    status_ = Error{ErrorCode::OUT_OF_MEMORY, "out of memory"};
  }
  const auto taken = std::chrono::steady_clock::now() - begin;
  nanos_ = static_cast<uint64_t>(std::chrono::nanoseconds(taken).count()) -
           (InflateTimer::ThreadNanos() - inflated_before) + nanos_before;
  item.set->meter().Note(nanos_, bytes_.size());
  ScratchBuffer::Trim(kKeptScratch);
}

}  // namespace dareblopy
