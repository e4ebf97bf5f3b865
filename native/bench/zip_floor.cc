// The same work in bare C++: what JavaScript's figures are held against. A round for each line
// read; the answer is its milliseconds. usage: zip_floor open <archive>                   open it
//        zip_floor read <archive>                   open it and read all entries, one thread
//        zip_floor libdeflate <archive> <threads>   inflate and CRC-32 with the offsets known
#include <libdeflate.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "core/io/file_set.h"
#include "core/zip/archive.h"

using namespace dareblopy;

static void AnswerRounds(const std::function<void()>& work) {
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - begin;
    std::cout << taken.count() << std::endl;
  }
}

static std::shared_ptr<zip::Archive> Open(const char* path) {
  auto file = File::Open(path);
  if (!file.ok()) std::exit(1);
  auto range = SourceRange::Make(std::make_shared<FileSet>(std::move(file).value()), 0);
  auto archive = zip::Archive::Open(std::move(range).value(), {});
  if (!archive.ok()) std::exit(1);
  return std::move(archive).value();
}

// No parsing, no checks but the CRC, offsets known beforehand: what any reader has to do at least.
static void BareLibdeflate(const zip::Archive& archive, const std::vector<uint64_t>& offsets,
                           const File& file, size_t threads) {
  std::atomic<size_t> next{0};
  const auto work = [&] {
    std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)> decompressor(
        libdeflate_alloc_decompressor(), &libdeflate_free_decompressor);
    std::vector<uint8_t> in, out;
    for (size_t i = next++; i < offsets.size(); i = next++) {
      const auto& record = archive.directory().record(i);
      in.resize(record.compressed_size);
      out.resize(record.size);
      if (!file.ReadAt(offsets[i], in).ok()) std::exit(1);
      size_t made = 0;
      if (libdeflate_deflate_decompress(decompressor.get(), in.data(), in.size(), out.data(),
                                        out.size(), &made) != LIBDEFLATE_SUCCESS ||
          libdeflate_crc32(0, out.data(), out.size()) != record.crc32) {
        std::exit(1);
      }
    }
  };
  std::vector<std::thread> others;
  for (size_t i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  for (auto& other : others) other.join();
}

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const std::string what = argv[1];
  const char* path = argv[2];
  if (what == "open") {
    AnswerRounds([&] { Open(path); });
  } else if (what == "read") {
    AnswerRounds([&] {
      const auto archive = Open(path);
      for (uint64_t i = 0; i < archive->count(); ++i) {
        ScratchBuffer scratch;
        if (!LoadItem({archive.get(), i}, scratch).ok()) std::exit(1);
      }
    });
  } else {
    const auto archive = Open(path);
    const auto file = File::Open(path).value();
    std::vector<uint64_t> offsets;
    for (uint64_t i = 0; i < archive->count(); ++i)
      offsets.push_back(archive->DataOffset(i).value());
    const size_t threads = argc > 3 ? std::atoi(argv[3]) : 1;
    AnswerRounds([&] { BareLibdeflate(*archive, offsets, *file, threads); });
  }
}
