// What small shuffled samples of a stored archive cost at least: one read of header and data for
// each, its CRC-32, and a copy into a batch that is used again. A round for each line read; the
// answer is its milliseconds. usage: loader_floor <archive> <threads> <batch size>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/checksum/crc32.h"
#include "core/io/file_set.h"
#include "core/zip/archive.h"

using namespace dareblopy;

namespace {

constexpr size_t kClaim = 32;

struct Sample {
  uint64_t offset;  // of the local header
  uint64_t header;  // bytes of it
  uint64_t size;
  uint32_t crc32;
};

std::vector<Sample> Samples(const zip::Archive& archive) {
  std::vector<Sample> samples;
  for (uint64_t i = 0; i < archive.count(); ++i) {
    const auto& record = archive.directory().record(i);
    const uint64_t data = archive.DataOffset(i).value();
    samples.push_back(
        {record.header_offset, data - record.header_offset, record.size, record.crc32});
  }
  std::shuffle(samples.begin(), samples.end(), std::mt19937(1));
  return samples;
}

void Load(const File& file, const std::vector<Sample>& samples, size_t threads, size_t batch_size) {
  std::atomic<size_t> next{0};
  std::vector<uint8_t> batch(batch_size * samples[0].size);
  const auto work = [&] {
    std::vector<uint8_t> bytes;
    for (size_t begin = next.fetch_add(kClaim); begin < samples.size();
         begin = next.fetch_add(kClaim)) {
      for (size_t i = begin; i < std::min(begin + kClaim, samples.size()); ++i) {
        const Sample& sample = samples[i];
        bytes.resize(sample.header + sample.size);
        uint8_t* row = batch.data() + i % batch_size * samples[0].size;
        if (!file.ReadAt(sample.offset, bytes).ok()) std::exit(1);
        std::memcpy(row, bytes.data() + sample.header, sample.size);
        if (Crc32(0, {row, sample.size}) != sample.crc32) std::exit(1);
      }
    }
  };
  std::vector<std::thread> others;
  for (size_t i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  for (auto& other : others) other.join();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  auto file = File::Open(argv[1]);
  if (!file.ok()) return 1;
  auto range = SourceRange::Make(std::make_shared<FileSet>(file.value()), 0);
  auto archive = zip::Archive::Open(std::move(range).value(), {});
  if (!archive.ok()) return 1;
  const auto samples = Samples(*archive.value());
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto begin = std::chrono::steady_clock::now();
    Load(*file.value(), samples, std::strtoul(argv[2], nullptr, 10),
         std::strtoul(argv[3], nullptr, 10));
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - begin;
    std::cout << taken.count() << std::endl;
  }
}
