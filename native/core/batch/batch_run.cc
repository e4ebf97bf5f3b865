#include "core/batch/batch_run.h"

#include <algorithm>
#include <utility>

#include "core/base/checked.h"
#include "core/base/inflate_time.h"
#include "core/io/no_wait.h"

namespace dareblopy {

namespace {

constexpr size_t kAhead = 2;  // rows between one step of prefetching and the next, and the reading

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
  const size_t shared =
      std::clamp<size_t>(kBytesAtOnce / row_bytes, 1, std::max<size_t>(1, items.size() / 16));
  // Waking a thread costs more than some rows that are small: what takes less than this is for one.
  constexpr uint64_t kLeastNanos = 40'000;
  const uint64_t row_nanos = decoders.empty() ? 0 : decoders[0]->seen_row_nanos();
  if (row_nanos == 0) return shared;
  const auto cheap = static_cast<size_t>(std::min<uint64_t>(kLeastNanos / row_nanos, items.size()));
  return std::max(shared, cheap);
}

bool BatchRun::OutgrowsCaches(size_t d) const {
  // From about here on a reader that comes right after the batch gains nothing by finding it in the
  // caches; measured with 32 MiB of third-level cache.
  constexpr size_t kCached = 8 << 20;
  size_t row_bytes = 0;
  for (const auto& column : decoders[d]->columns()) row_bytes += column.row_bytes;
  return row_bytes > kCached / std::max<size_t>(1, items.size());
}

void BatchRun::DecodeRow(size_t row, const std::atomic<bool>* cancelled) {
  Claim(*this).DecodeRow(row, cancelled);
}

BatchRun::Claim::~Claim() {
  run_.read_nanos.fetch_add(read_nanos_, std::memory_order_relaxed);
  run_.inflate_nanos.fetch_add(inflate_nanos_, std::memory_order_relaxed);
  run_.decode_nanos.fetch_add(decode_nanos_, std::memory_order_relaxed);
}

uint64_t BatchRun::Claim::LapNanos() {
  const auto now = std::chrono::steady_clock::now();
  const auto taken = now - std::exchange(lap_, now);
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(taken).count());
}

void BatchRun::Claim::SetTarget(RowTarget& target, size_t decoder) {
  const auto specs = run_.decoders[decoder]->columns();
  columns_.resize(specs.size());
  for (size_t c = 0; c < specs.size(); ++c) {
    columns_[c] = run_.bases[decoder][c] + target.row * specs[c].row_bytes;
  }
  target.columns = columns_;
  target.variable = run_.variable_[decoder].get();
  target.past_caches = run_.OutgrowsCaches(decoder);
}

bool BatchRun::Claim::DecodeDirect(RowTarget& target) {
  const Item& item = run_.items[target.row];
  if (run_.decoders.size() != 1 || !item.whole()) return false;
  const Decoder& decoder = *run_.decoders[0];
  const auto size = item.set->KnownSize(item.index);
  const auto part = size ? decoder.ExpectDirect(*size) : std::nullopt;
  if (!part || !RangeFits(part->offset, part->size, *size)) return false;
  SetTarget(target, 0);
  const MutableBytes column{columns_[part->column], part->size};
  ScratchBuffer scratch;
  MutableBytes sample = column;
  if (part->size == *size) {
    if (!item.set->Read(item.index, column).ok())
      return false;  // the usual way tells what is wrong
  } else {
    sample = scratch.Resize(*size);
    const auto read = item.set->ReadAround(item.index, sample, part->offset, column);
    if (!read.ok() || !read.value()) return false;
  }
  const uint64_t reading = LapNanos();
  read_nanos_ += reading;
  item.set->meter().Note(reading, *size);
  target.direct = sample.data() + part->offset;
  const bool done = decoder.DecodeRow(sample, target).ok() && target.direct == nullptr;
  target.direct = nullptr;
  return done;
}

RowTarget BatchRun::Claim::TargetOf(size_t row, const std::atomic<bool>* cancelled) const {
  RowTarget target;
  target.key = run_.keys.empty() ? row : run_.keys[row];
  target.row = row;
  target.cancelled = cancelled;
  return target;
}

uint64_t BatchRun::Claim::CountReading(uint64_t inflated_before) {
  const uint64_t loading = LapNanos();
  const uint64_t inflating = std::min(InflateTimer::ThreadNanos() - inflated_before, loading);
  read_nanos_ += loading - inflating;
  inflate_nanos_ += inflating;
  return loading - inflating;
}

void BatchRun::Claim::DecodeRow(size_t row, const std::atomic<bool>* cancelled) {
  RowTarget target = TargetOf(row, cancelled);
  for (const bool once_more : {false, true}) {
    const size_t later = row + (once_more ? kAhead : 2 * kAhead);
    if (later >= run_.items.size()) continue;
    run_.items[later].set->Prefetch(run_.items[later].index, once_more);
  }
  const Item& item = run_.items[row];
  const uint64_t inflated_before = InflateTimer::ThreadNanos();
  if (DecodeDirect(target)) {
    decode_nanos_ += LapNanos();
    return;
  }
  ScratchBuffer scratch;
  auto sample = LoadItem(item, scratch);
  const uint64_t reading = CountReading(inflated_before);
  if (!sample.ok()) return run_.AddFailure(row, std::move(sample.error()));
  item.set->meter().Note(reading, sample.value().size());
  DecodeBytes(sample.value(), target);
}

bool BatchRun::Claim::TryDecodeRow(size_t row, const std::atomic<bool>* cancelled) {
  const Item& item = run_.items[row];
  if (!item.set->meter().may_wait()) {
    DecodeRow(row, cancelled);
    return true;
  }
  const uint64_t inflated_before = InflateTimer::ThreadNanos();
  ScratchBuffer scratch;
  auto sample = LoadItemNow(item, scratch);
  const uint64_t reading = CountReading(inflated_before);
  if (!sample.ok()) {
    if (WouldWait(sample.error())) return false;
    run_.AddFailure(row, std::move(sample.error()));
    return true;
  }
  item.set->meter().Note(reading, sample.value().size());
  RowTarget target = TargetOf(row, cancelled);
  DecodeBytes(sample.value(), target);
  return true;
}

void BatchRun::Claim::Decode(size_t row, Bytes sample, const std::atomic<bool>* cancelled) {
  RowTarget target = TargetOf(row, cancelled);
  DecodeBytes(sample, target);
}

void BatchRun::Claim::DecodeBytes(Bytes sample, RowTarget& target) {
  for (size_t d = 0; d < run_.decoders.size(); ++d) {
    SetTarget(target, d);
    if (auto status = run_.decoders[d]->DecodeRow(sample, target); !status.ok()) {
      const Item& item = run_.items[target.row];
      item.set->AddPlace(item.index, status.error());
      run_.AddFailure(target.row, std::move(status.error()));
      break;
    }
  }
  decode_nanos_ += LapNanos();
}

void BatchRun::DecodeLoaded(size_t row, const std::atomic<bool>* cancelled) {
  LoadedItem loaded = std::move(loaded_[row]);
  waited_rows.fetch_add(1, std::memory_order_relaxed);
  waited_bytes.fetch_add(loaded.bytes().size(), std::memory_order_relaxed);
  wait_nanos.fetch_add(loaded.nanos(), std::memory_order_relaxed);
  if (!loaded.status().ok()) return AddFailure(row, std::move(loaded.status().error()));
  Claim(*this).Decode(row, loaded.bytes(), cancelled);
}

void BatchRun::AddFailure(size_t row, Error error) noexcept {
  std::lock_guard lock(failures_mutex_);
  failures.emplace_back(row, std::move(error));
}

Status BatchRun::Finish() {
  if (!items.empty() && !decoders.empty()) {
    const uint64_t nanos = read_nanos + inflate_nanos + decode_nanos;
    decoders[0]->SeeRowNanos(std::max<uint64_t>(nanos / items.size(), 1));
  }
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
