// What the hardware allows, in bare C++: no parsing, no JavaScript, no errors to explain. The
// benchmark compares against these. usage: tfrecord_floor <work> <file> [number], prints
// milliseconds a round.
//   batches  every record: pread into a slot of a recycled batch of 32, CRC32C of it, two threads
//   small    Examples of label, weights [16], data, ids [4]: read, CRC32C, parsed into arrays of 32
//   scan     every header: read, its CRC32C checked
//   inflate  zlib's inflate of a GZIP file, 256 kB at a time
//   whole    libdeflate's inflate of a GZIP file in one go, into memory that is used again
//   random   `number` records in random order: one pread each, two threads
//   crc      a table of the kernels of CRC32C, in GB/s
#include <fcntl.h>
#include <libdeflate.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "core/checksum/crc32c.h"
#include "core/tfrecord/feature_map.h"
#include "core/tfrecord/framing.h"

namespace {

using namespace dareblopy;
using namespace dareblopy::tfrecord;
using Clock = std::chrono::steady_clock;

double Milliseconds(Clock::time_point since) {
  return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

struct Span {
  uint64_t offset;
  uint64_t size;
};

std::vector<Span> Scan(int fd, uint64_t size) {
  std::vector<Span> records;
  std::vector<uint8_t> chunk(256 << 10);
  uint64_t begin = 0;
  uint64_t end = 0;
  uint64_t length = 0;
  for (uint64_t offset = 0; offset + kHeaderSize <= size; offset += length + kFrameSize) {
    if (offset < begin || offset + kHeaderSize > end) {
      const size_t wanted = length > 8192 ? kHeaderSize : chunk.size();
      begin = offset;
      end = offset +
            static_cast<uint64_t>(pread(fd, chunk.data(), wanted, static_cast<off_t>(offset)));
    }
    if (!ReadHeader(chunk.data() + (offset - begin), length)) std::abort();
    records.push_back({offset + kHeaderSize, length});
  }
  return records;
}

/// Takes items one by one on two threads; fn(item, thread).
template <typename Fn>
void OnTwoThreads(size_t count, Fn&& fn) {
  std::atomic<size_t> next{0};
  const auto work = [&](size_t thread) {
    for (size_t i = next++; i < count; i = next++) fn(i, thread);
  };
  std::thread other(work, 1);
  work(0);
  other.join();
}

double Batches(int fd, const std::vector<Span>& records) {
  constexpr size_t kSlotBytes = 200 << 10;
  static std::vector<uint8_t> slots(
      2 * 32 * kSlotBytes);  // two batches that are recycled, half of each a thread's
  size_t done[2] = {0, 0};
  const auto start = Clock::now();
  OnTwoThreads(records.size(), [&](size_t i, size_t thread) {
    uint8_t* slot = slots.data() + (thread * 32 + done[thread]++ % 32) * kSlotBytes;
    const size_t size = records[i].size + kFooterSize;
    if (size > kSlotBytes) std::abort();
    if (pread(fd, slot, size, static_cast<off_t>(records[i].offset)) != static_cast<ssize_t>(size))
      std::abort();
    if (MaskCrc(Crc32c({slot, records[i].size})) != LoadLe32(slot + records[i].size)) std::abort();
  });
  return Milliseconds(start);
}

/// Recycled arrays of a batch; bytes are views of the file, which is in memory as a whole.
struct SmallBatch {
  int64_t label[32];
  float weights[32][16];
  Bytes data[32];
  int64_t ids[32][4];
};

void ParseSmall(Bytes example, SmallBatch& batch, size_t row) {
  JoinedParts parts;
  Malformed malformed;
  Wire message(example);
  uint32_t tag = 0;
  Bytes map;
  if (!message.ReadTag(tag) || !message.ReadDelimited(map)) std::abort();
  ForEachEntry(map, parts, malformed, [&](Bytes key, Bytes value) {
    Feature feature;
    if (!ReadFeature(value, feature, parts, malformed)) std::abort();
    int64_t* ints = key[0] == 'l' ? &batch.label[row] : batch.ids[row];
    if (feature.kind == ValueKind::int64)
      return ForEachInt64(feature.list, malformed, [&](int64_t v) { return *ints++ = v, true; });
    if (feature.kind == ValueKind::bytes)
      return ForEachBytes(feature.list, malformed,
                          [&](Bytes v) { return batch.data[row] = v, true; });
    return ForEachFloatRun(feature.list, malformed, [&](const uint8_t* values, size_t count) {
      std::memcpy(batch.weights[row], values, count * sizeof(float));
      return true;
    });
  });
}

double Small(int fd, uint64_t size, size_t records) {
  static std::vector<uint8_t> file;
  static SmallBatch batch;
  file.resize(size);
  const auto start = Clock::now();
  if (pread(fd, file.data(), size, 0) != static_cast<ssize_t>(size)) std::abort();
  const uint8_t* at = file.data();
  for (size_t i = 0; i < records; ++i) {
    uint64_t length = 0;
    if (!ReadHeader(at, length)) std::abort();
    const Bytes data(at + kHeaderSize, length);
    at += kFrameSize + length;
    if (MaskCrc(Crc32c(data)) != LoadLe32(at - kFooterSize)) std::abort();
    ParseSmall(data, batch, i % 32);
  }
  return Milliseconds(start);
}

double Random(int fd, const std::vector<Span>& records, size_t count) {
  static std::vector<size_t> picks;
  if (picks.empty()) {
    uint64_t state = 1;
    for (size_t i = 0; i < count; ++i) {
      state = state * 6364136223846793005 + 1442695040888963407;
      picks.push_back((state >> 20) % records.size());
    }
    std::sort(picks.begin(), picks.end());  // as a reader that may choose would
  }
  std::vector<uint8_t> out(count * 256);
  const auto start = Clock::now();
  OnTwoThreads((count + 15) / 16, [&](size_t group, size_t) {
    for (size_t i = group * 16; i < std::min(count, group * 16 + 16); ++i) {
      const Span& record = records[picks[i]];
      if (pread(fd, out.data() + i * 256, record.size + kFooterSize,
                static_cast<off_t>(record.offset)) < 0)
        std::abort();
    }
  });
  return Milliseconds(start);
}

double Inflate(int fd) {
  static std::vector<uint8_t> in(256 << 10);
  static std::vector<uint8_t> out(256 << 10);
  const auto start = Clock::now();
  z_stream z{};
  inflateInit2(&z, 31);
  uint64_t offset = 0;
  for (int result = Z_OK; result != Z_STREAM_END;) {
    if (z.avail_in == 0) {
      const ssize_t got = pread(fd, in.data(), in.size(), static_cast<off_t>(offset));
      if (got <= 0) std::abort();
      offset += static_cast<uint64_t>(got);
      z.next_in = in.data();
      z.avail_in = static_cast<uInt>(got);
    }
    z.next_out = out.data();
    z.avail_out = static_cast<uInt>(out.size());
    result = inflate(&z, Z_NO_FLUSH);
    if (result != Z_OK && result != Z_STREAM_END) std::abort();
  }
  inflateEnd(&z);
  return Milliseconds(start);
}

// What is in the file is known beforehand here, and nobody has to wait for its end.
double Whole(int fd, uint64_t size) {
  static std::vector<uint8_t> in(size), out;
  static libdeflate_decompressor* const inflater = libdeflate_alloc_decompressor();
  const auto start = Clock::now();
  if (pread(fd, in.data(), size, 0) != static_cast<ssize_t>(size)) std::abort();
  out.resize(LoadLe32(in.data() + size - 4));  // one member, of which the trailer tells the size
  size_t made = 0;
  if (libdeflate_gzip_decompress(inflater, in.data(), size, out.data(), out.size(), &made) !=
      LIBDEFLATE_SUCCESS)
    std::abort();
  return Milliseconds(start);
}

void CrcTable() {
  const std::vector<uint8_t> data(16 << 20, 7);
  for (const Crc32cKernel& kernel : Crc32cKernels()) {
    if (!kernel.supported(Cpu())) continue;
    for (size_t size = 256; size <= data.size(); size *= 4) {
      double best = 1e9;
      for (int round = 0; round < 9; ++round) {
        const size_t times = std::max<size_t>(1, (8 << 20) / size);
        uint32_t state = 0;
        const auto start = Clock::now();
        for (size_t i = 0; i < times; ++i) state = kernel.extend(state, data.data(), size);
        const double each = Milliseconds(start) / static_cast<double>(times);
        if (state != 1) best = std::min(best, each);
      }
      std::printf("%s %zu %.1f\n", kernel.name, size, static_cast<double>(size) / best / 1e6);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string work = argc > 1 ? argv[1] : "";
  if (work == "crc") return CrcTable(), 0;
  if (argc < 3) return 2;
  const int fd = open(argv[2], O_RDONLY | O_CLOEXEC);
  struct stat info {};
  if (fd < 0 || fstat(fd, &info) != 0) return 2;
  const auto size = static_cast<uint64_t>(info.st_size);
  const size_t count = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 2000;
  const bool compressed = work == "inflate" || work == "whole";
  const std::vector<Span> records = compressed ? std::vector<Span>() : Scan(fd, size);
  const int rounds = compressed ? 3 : 9;
  for (int round = 0; round < rounds; ++round) {
    double ms = 0;
    if (work == "batches") ms = Batches(fd, records);
    if (work == "small") ms = Small(fd, size, records.size());
    if (work == "random") ms = Random(fd, records, count);
    if (work == "inflate") ms = Inflate(fd);
    if (work == "whole") ms = Whole(fd, size);
    if (work == "scan") {
      const auto start = Clock::now();
      if (Scan(fd, size).size() != records.size()) std::abort();
      ms = Milliseconds(start);
    }
    std::printf("%.3f\n", ms);
  }
  return 0;
}
