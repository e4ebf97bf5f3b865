// Values of rows that are decoded on many threads at once, gathered in the order of the rows. Each
// row adds any number of bytes to each of a fixed number of streams (values, lengths, indices);
// threads write to memory of their own, and where one thread did all rows in order nothing is
// copied again.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "core/base/buffer.h"
#include "core/base/bytes.h"

namespace dareblopy::tfrecord {

class RowStreams {
 public:
  RowStreams(size_t rows, size_t streams);

  /// One row being written. Holds its thread's memory until it is destroyed; each row is written
  /// once.
  class Row {
   public:
    Row(RowStreams& owner, size_t row);
    ~Row();
    Row(const Row&) = delete;
    Row& operator=(const Row&) = delete;
    Buffer& stream(size_t stream);
    template <typename T>
    void Append(size_t stream, T value) {
      this->stream(stream).Append({reinterpret_cast<const uint8_t*>(&value), sizeof(T)});
    }

   private:
    RowStreams& owner_;
    const size_t row_;
    const size_t shard_;
    std::unique_lock<std::mutex> lock_;
  };

  size_t rows() const { return rows_; }
  /// What a row added to a stream. After all rows were written.
  Bytes Part(size_t row, size_t stream) const;
  /// A stream of all rows whose `good` is set, end to end. The stream may be left empty by it.
  Buffer Gather(size_t stream, const std::vector<uint8_t>& good);

 private:
  struct Shard {
    std::mutex mutex;
    std::vector<Buffer> streams;
  };
  struct Place {
    uint64_t begin = 0;
    uint64_t size = 0;
  };
  static constexpr size_t kShards = 32;

  const size_t rows_;
  const size_t streams_;
  std::array<Shard, kShards> shards_;
  std::vector<Place> places_;      // [row * streams + stream]
  std::vector<uint8_t> shard_of_;  // [row]
};

}  // namespace dareblopy::tfrecord
