#include "core/io/file_identity.h"

#include <algorithm>

#include "core/checksum/crc32c.h"
#include "core/io/file_set.h"

namespace dareblopy {

Result<FileIdentity> IdentityOf(const SourceRange& range) {
  FileIdentity identity;
  identity.size = range.size();
  if (const auto* file = dynamic_cast<const FileSet*>(range.set().get()))
    identity.mtime_ns = file->file()->mtime_ns();
  // Sixteen samples, the first and the last bytes among them.
  constexpr uint64_t kSamples = 16;
  constexpr uint64_t kSampleBytes = 4096;
  ScratchBuffer sample(kSampleBytes);
  const uint64_t size = std::min(kSampleBytes, range.size());
  for (uint64_t i = 0; i < kSamples; ++i) {
    const uint64_t offset = (range.size() - size) / (kSamples - 1) * i;
    const MutableBytes bytes = sample.bytes().first(size);
    DAREBLOPY_TRY(range.Read(i + 1 < kSamples ? offset : range.size() - size, bytes));
    identity.sample = Crc32c(bytes, identity.sample);
  }
  return identity;
}

}  // namespace dareblopy
