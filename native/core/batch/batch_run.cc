#include "core/batch/batch_run.h"

#include <algorithm>
#include <chrono>

#include "core/base/checked.h"
#include "core/base/inflate_time.h"

namespace dareblopy {

namespace {

using Clock = std::chrono::steady_clock;

uint64_t NanosBetween(Clock::time_point begin, Clock::time_point end) {
  return static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(end - begin).count());
}

}  // namespace

void BatchRun::Prepare() {
  for (const auto& decoder : decoders) variable_.push_back(decoder->NewVariable(items.size()));
}

size_t BatchRun::grain() const {
  constexpr size_t kBytesAtOnce = 32 << 10;
  size_t row_bytes = 64;
  for (const auto& decoder : decoders) {
    for (const auto& column : decoder->columns()) row_bytes += column.row_bytes;
  }
  return std::clamp<size_t>(kBytesAtOnce / row_bytes, 1, std::max<size_t>(1, items.size() / 16));
}

bool BatchRun::OutgrowsCaches(size_t d) const {
  // From about here on a reader that comes right after the batch gains nothing by finding it in the
  // caches; measured with 32 MiB of third-level cache.
  constexpr size_t kCached = 8 << 20;
  size_t row_bytes = 0;
  for (const auto& column : decoders[d]->columns()) row_bytes += column.row_bytes;
  return row_bytes > kCached / std::max<size_t>(1, items.size());
}

bool BatchRun::DecodeDirect(size_t row, const std::atomic<bool>* cancelled) {
  const Item& item = items[row];
  if (decoders.size() != 1 || !item.whole()) return false;
  const auto size = item.set->KnownSize(item.index);
  const auto part = size ? decoders[0]->ExpectDirect(*size) : std::nullopt;
  if (!part || !RangeFits(part->offset, part->size, *size)) return false;
  const auto start = Clock::now();
  const auto specs = decoders[0]->columns();
  std::vector<uint8_t*> columns(specs.size());
  for (size_t c = 0; c < specs.size(); ++c) columns[c] = bases[0][c] + row * specs[c].row_bytes;
  ScratchBuffer sample(*size);
  const auto read = item.set->ReadAround(item.index, sample.bytes(), part->offset,
                                         {columns[part->column], part->size});
  if (!read.ok() || !read.value()) return false;  // the usual way tells what is wrong
  const auto loaded = Clock::now();
  RowTarget target;
  target.key = keys.empty() ? row : keys[row];
  target.row = row;
  target.columns = columns;
  target.variable = variable_[0].get();
  target.past_caches = OutgrowsCaches(0);
  target.cancelled = cancelled;
  target.direct = sample.bytes().data() + part->offset;
  const Status status = decoders[0]->DecodeRow(sample.bytes(), target);
  if (!status.ok() || target.direct != nullptr) return false;
  read_nanos.fetch_add(NanosBetween(start, loaded), std::memory_order_relaxed);
  decode_nanos.fetch_add(NanosBetween(loaded, Clock::now()), std::memory_order_relaxed);
  return true;
}

void BatchRun::DecodeRow(size_t row, const std::atomic<bool>* cancelled) {
  if (DecodeDirect(row, cancelled)) return;
  const auto start = Clock::now();
  const uint64_t inflated_before = InflateTimer::ThreadNanos();
  ScratchBuffer scratch;
  auto sample = LoadItem(items[row], scratch);
  const auto loaded = Clock::now();
  const uint64_t inflating = InflateTimer::ThreadNanos() - inflated_before;
  const uint64_t loading = NanosBetween(start, loaded);
  read_nanos.fetch_add(loading - std::min(inflating, loading), std::memory_order_relaxed);
  if (inflating > 0) inflate_nanos.fetch_add(inflating, std::memory_order_relaxed);
  if (!sample.ok()) return AddFailure(row, std::move(sample.error()));

  RowTarget target;
  target.key = keys.empty() ? row : keys[row];
  target.row = row;
  target.cancelled = cancelled;
  std::vector<uint8_t*> columns;
  for (size_t d = 0; d < decoders.size(); ++d) {
    const auto specs = decoders[d]->columns();
    columns.resize(specs.size());
    for (size_t c = 0; c < specs.size(); ++c) columns[c] = bases[d][c] + row * specs[c].row_bytes;
    target.columns = columns;
    target.variable = variable_[d].get();
    target.past_caches = OutgrowsCaches(d);
    if (auto status = decoders[d]->DecodeRow(sample.value(), target); !status.ok()) {
      items[row].set->AddPlace(items[row].index, status.error());
      AddFailure(row, std::move(status.error()));
      break;
    }
  }
  decode_nanos.fetch_add(NanosBetween(loaded, Clock::now()), std::memory_order_relaxed);
}

void BatchRun::AddFailure(size_t row, Error error) noexcept {
  std::lock_guard lock(failures_mutex_);
  failures.emplace_back(row, std::move(error));
}

Status BatchRun::Finish() {
  std::sort(failures.begin(), failures.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<uint8_t> good(items.size(), 1);
  for (const auto& [row, error] : failures) good[row] = 0;
  for (auto& variable : variable_) {
    values.emplace_back();
    if (variable == nullptr) continue;
    DAREBLOPY_ASSIGN(values.back(), variable->Finish(good));
  }
  return {};
}

}  // namespace dareblopy
