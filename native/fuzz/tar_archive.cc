// Fuzzes tar: the index of an archive, every entry read through it, and the same archive read in
// order; what both give must be the same as far as both go.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/io/memory_set.h"
#include "core/tar/scan.h"
#include "core/tar/tar_set.h"
#include "core/tar/tar_stream.h"

using namespace dareblopy;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto memory = std::make_shared<MemorySet>();
  memory->Add({data, size}, "fuzz.tar");
  auto range = SourceRange::Make(memory, 0);
  if (!range.ok()) return 0;

  std::vector<std::pair<std::string, std::string>> streamed;
  tar::TarStreamOptions options;
  options.max_entry_bytes = 1 << 20;
  options.block_bytes = 4 << 10;
  tar::TarStream stream({memory, 0}, options);
  for (;;) {
    auto block = stream.Next(3);
    if (!block.ok() || block.value() == nullptr) break;
    for (uint64_t i = 0; i < block.value()->count(); ++i) {
      const Bytes bytes = block.value()->Memory(i);
      streamed.emplace_back(block.value()->Name(i),
                            std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    }
    if (streamed.size() > 10000) break;
  }

  auto entries = tar::ScanEntries(range.value(), 10000, nullptr);
  if (!entries.ok()) return 0;
  if (!tar::Entries::Load(entries.value().Save().bytes(), size)) __builtin_trap();
  std::vector<SourceRange> archives{range.value()};
  const tar::TarSet set(std::move(archives), std::move(entries).value(), 1 << 20);
  std::vector<uint8_t> out;
  for (uint64_t i = 0; i < set.count(); ++i) {
    const auto entry_size = set.Size(i);
    if (!entry_size.ok()) continue;
    out.resize(entry_size.value());
    if (!set.Read(i, out).ok()) __builtin_trap();
    if (i >= streamed.size()) continue;
    const auto& [name, bytes] = streamed[i];
    if (name != set.Name(i) || bytes.size() != out.size() ||
        (!out.empty() && std::memcmp(bytes.data(), out.data(), out.size()) != 0)) {
      __builtin_trap();
    }
  }
  return 0;
}
