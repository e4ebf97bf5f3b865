// libFuzzer target: any bytes as an archive; every entry read as a whole, as a stream and in part.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "core/io/memory_set.h"
#include "core/zip/archive.h"
#include "core/zip/entry_stream.h"

using namespace dareblopy;

// A whole read and a stream have to agree: on the bytes, or on there being something wrong. But for
// one thing: a whole entry is inflated by libdeflate, a stream by zlib, which also refuses code
// lengths that no encoder writes (more than 286 literal codes, incomplete sets) where libdeflate
// can read them.
static void ReadBothWays(const zip::Archive& archive, uint64_t index) {
  Buffer whole;
  const bool whole_ok = archive.ReadInto(index, whole).ok();
  zip::EntryStream stream(archive, index);
  uint8_t part[1000];
  size_t at = 0;
  for (;;) {
    const auto got = stream.Read(part);
    if (whole_ok && !got.ok() && got.error().code == ErrorCode::ZIP_DATA_CORRUPT) return;
    if (got.ok() != whole_ok && (!got.ok() || got.value() == 0)) std::abort();
    if (!got.ok() || got.value() == 0) break;
    if (whole_ok && (at + got.value() > whole.size() ||
                     std::memcmp(part, whole.data() + at, got.value()) != 0)) {
      std::abort();
    }
    at += got.value();
  }
  if (whole_ok && at != whole.size()) std::abort();
  if (whole_ok && whole.size() > 2) {
    uint8_t byte = 0;
    if (archive.ReadRange(index, 1, {&byte, 1}).ok() && byte != whole.data()[1]) std::abort();
  }
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto memory = std::make_shared<MemorySet>();
  memory->Add(Bytes(data, size), "fuzz");
  auto range = SourceRange::Make(memory, 0);
  if (!range.ok()) std::abort();
  const zip::ArchiveOptions limits{.max_entry_bytes = 1 << 20, .max_entries = 1000};
  const auto archive = zip::Archive::Open(std::move(range).value(), limits);
  if (!archive.ok()) return 0;
  for (uint64_t i = 0; i < archive.value()->count(); ++i) {
    const auto found = archive.value()->Find(archive.value()->directory().name(i));
    if (!found || *found < i) std::abort();  // itself, or a later one of that name
    archive.value()->directory().comment(i);
    if (i < 16) ReadBothWays(*archive.value(), i);
  }
  return 0;
}
