// The same work in bare C++: what JavaScript's figures are held against.
// usage: zip_floor open <archive> <rounds>        median time to open, in ms
//        zip_floor read <archive> <rounds>        median time to open and read all, one thread, in
//        ms zip_floor libdeflate <archive> <rounds> <threads>   inflate and CRC with known offsets,
//        in ms
#include <libdeflate.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "core/io/file_set.h"
#include "core/zip/archive.h"

using namespace dareblopy;

static double MedianMs(int rounds, const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
            .count());
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
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
  if (argc < 4) return 2;
  const std::string what = argv[1];
  const char* path = argv[2];
  const int rounds = std::atoi(argv[3]);
  double ms = 0;
  if (what == "open") {
    ms = MedianMs(rounds, [&] { Open(path); });
  } else if (what == "read") {
    ms = MedianMs(rounds, [&] {
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
    const size_t threads = argc > 4 ? std::atoi(argv[4]) : 1;
    ms = MedianMs(rounds, [&] { BareLibdeflate(*archive, offsets, *file, threads); });
  }
  std::printf("%.3f\n", ms);
}
