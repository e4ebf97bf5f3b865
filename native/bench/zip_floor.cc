// The same work in bare C++: what JavaScript's figures are held against.
//
//   zip_floor open ARCHIVE                         open it
//   zip_floor read ARCHIVE THREADS fresh|reused    open it and read all entries into memory that is
//                                                  allocated and freed each round, or kept
//   zip_floor random ARCHIVE                       1,000 entries by name, fresh memory, one thread
//   zip_floor libdeflate ARCHIVE THREADS           inflate and CRC-32 with the offsets known
#include <libdeflate.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "bench/floor.h"
#include "core/io/file_set.h"
#include "core/zip/archive.h"

using namespace dareblopy;

namespace {

std::shared_ptr<zip::Archive> Open(const char* path) {
  auto file = File::Open(path);
  if (!file.ok()) std::exit(1);
  auto range = SourceRange::Make(std::make_shared<FileSet>(std::move(file).value()), 0);
  auto archive = zip::Archive::Open(std::move(range).value(), {});
  if (!archive.ok()) std::exit(1);
  return std::move(archive).value();
}

void Read(const zip::Archive& archive, uint64_t index, Buffer& out) {
  if (!archive.ReadInto(index, out).ok()) std::exit(1);
}

void ReadAll(const char* path, size_t threads, std::vector<Buffer>& outs) {
  const auto archive = Open(path);
  outs.resize(archive->count());
  OnThreads(threads, outs.size(), [&](size_t i) { Read(*archive, i, outs[i]); });
}

void ReadRandom(const zip::Archive& archive, const std::vector<std::string>& names) {
  std::vector<Buffer> outs(names.size());
  for (size_t i = 0; i < names.size(); ++i) Read(archive, *archive.Find(names[i]), outs[i]);
}

std::vector<std::string> RandomNames(const zip::Archive& archive) {
  std::vector<std::string> names;
  uint32_t state = 1;
  for (int i = 0; i < 1000; ++i) {
    state = state * 1664525u + 1013904223u;
    names.push_back(archive.Name(state % archive.count()));
  }
  return names;
}

// No parsing, no checks but the CRC, offsets known beforehand: what any reader has to do at least.
void Inflate(const zip::EntryRecord& record, uint64_t offset, const File& file) {
  thread_local std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)>
      decompressor(libdeflate_alloc_decompressor(), &libdeflate_free_decompressor);
  thread_local std::vector<uint8_t> in, out;
  in.resize(record.compressed_size);
  out.resize(record.size);
  size_t made = 0;
  if (!file.ReadAt(offset, in).ok() ||
      libdeflate_deflate_decompress(decompressor.get(), in.data(), in.size(), out.data(),
                                    out.size(), &made) != LIBDEFLATE_SUCCESS ||
      libdeflate_crc32(0, out.data(), out.size()) != record.crc32) {
    std::exit(1);
  }
}

void AnswerInflating(const char* path, size_t threads) {
  const auto archive = Open(path);
  const auto file = File::Open(path).value();
  std::vector<uint64_t> offsets;
  for (uint64_t i = 0; i < archive->count(); ++i) offsets.push_back(archive->DataOffset(i).value());
  AnswerRounds([&] {
    OnThreads(threads, offsets.size(),
              [&](size_t i) { Inflate(archive->directory().record(i), offsets[i], *file); });
  });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const std::string what = argv[1];
  const char* path = argv[2];
  const size_t threads = argc > 3 ? std::atoi(argv[3]) : 1;
  if (what == "open") {
    AnswerRounds([&] { Open(path); });
  } else if (what == "read") {
    const bool fresh = argc > 4 && std::string(argv[4]) == "fresh";
    std::vector<Buffer> outs;
    AnswerRounds([&] {
      ReadAll(path, threads, outs);
      if (fresh) outs.clear();
    });
  } else if (what == "random") {
    const auto archive = Open(path);
    const auto names = RandomNames(*archive);
    AnswerRounds([&] { ReadRandom(*archive, names); });
  } else {
    AnswerInflating(path, threads);
  }
}
