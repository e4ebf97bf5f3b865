// Fuzzes reading in order (whatever the bytes are wrapped in) and the index, and holds the two
// together: where both read a file whole, they found the same records.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "core/io/memory_set.h"
#include "core/tfrecord/record_set.h"
#include "core/tfrecord/record_stream.h"

using namespace dareblopy;
using namespace dareblopy::tfrecord;

namespace {

/// Reads both to their end, or to the fuzzer's limit.
void CompareOrTrap(BlockSource& a, BlockSource& b) {
  for (uint64_t total = 0; total < (1 << 20); ++total) {
    const auto x = a.Next(1), y = b.Next(1);
    if (x.ok() != y.ok()) __builtin_trap();
    if (!x.ok()) {
      const Error &e = x.error(), &f = y.error();
      if (e.code != f.code || e.message != f.message || e.offset != f.offset) __builtin_trap();
      return;
    }
    if ((x.value() == nullptr) != (y.value() == nullptr)) __builtin_trap();
    if (x.value() == nullptr) break;
    const Bytes p = x.value()->Memory(0), q = y.value()->Memory(0);
    if (p.size() != q.size() || (!p.empty() && std::memcmp(p.data(), q.data(), p.size()) != 0))
      __builtin_trap();
    total += p.size();
  }
  if (a.corrupt() != b.corrupt()) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto set = std::make_shared<MemorySet>();
  set->Add({data, size}, "fuzz");
  StreamOptions options;
  options.max_record_bytes = 1 << 20;
  options.block_bytes = 256;
  options.on_corrupt = size % 2 == 0 ? OnCorrupt::fail : OnCorrupt::skip;
  RecordStream stream({{set, 0}}, options);
  std::vector<uint64_t> sizes;
  bool whole = true;
  for (uint64_t total = 0; total < (4 << 20);) {
    auto block = stream.Next(7);
    if (!block.ok()) whole = false;
    if (!block.ok() || block.value() == nullptr) break;
    for (uint64_t i = 0; i < block.value()->count(); ++i) {
      const Bytes record = block.value()->Memory(i);
      sizes.push_back(record.size());
      for (const uint8_t byte : record) total += byte & 1;  // every byte can be read
      total += 1;
    }
  }
  // One after the other, and several ahead: the same records, the same end.
  RecordStream one({{set, 0}, {set, 0}}, options);
  AheadStream ahead(2, RecordsOf({{set, 0}, {set, 0}}, options), {2, 1 << 10});
  CompareOrTrap(one, ahead);

  auto range = SourceRange::Make(set, 0);
  if (!range.ok()) return 0;
  ScanOptions scan;
  scan.max_record_bytes = 1 << 20;
  auto offsets = ScanRecords(range.value(), scan, nullptr);
  if (!offsets.ok()) return 0;
  std::vector<RecordSet::IndexedFile> files;
  files.push_back({range.value(), std::move(offsets).value()});
  const RecordSet records(std::move(files), true);
  if (whole && stream.corrupt() == 0 && records.count() != sizes.size()) __builtin_trap();
  Buffer out;
  for (uint64_t i = 0; i < records.count(); ++i) {
    const bool good = records.ReadInto(i, out).ok();
    if (whole && stream.corrupt() == 0 && (!good || out.size() != sizes[i])) __builtin_trap();
  }
  return 0;
}
