#include "core/zip/entry_stream.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "core/checksum/crc32.h"
#include "core/zip/format.h"

namespace dareblopy::zip {

/// zlib's inflate with its input buffer; raw deflate data.
class EntryStream::Inflater {
 public:
  static constexpr size_t kInputBytes = size_t{64} << 10;

  Inflater() : input(kInputBytes) {
    constexpr int kRawDeflate = -15;
    if (inflateInit2(&z, kRawDeflate) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&z); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  z_stream z{};
  Buffer input;
  bool ended = false;
};

EntryStream::EntryStream(const Archive& archive, uint64_t index)
    : archive_(archive), index_(index) {}
EntryStream::~EntryStream() = default;

Status EntryStream::Begin() {
  const uint16_t method = archive_.directory().record(index_).method;
  DAREBLOPY_ASSIGN(data_offset_, archive_.DataOffset(index_));
  if (method == kDeflate) {
    inflater_ = std::make_unique<Inflater>();
  } else if (method != kStored) {
    whole_ = std::make_unique<Buffer>();
    DAREBLOPY_TRY(archive_.ReadInto(index_, *whole_));
  }
  begun_ = true;
  return {};
}

Result<size_t> EntryStream::Read(MutableBytes out) {
  if (!begun_) DAREBLOPY_TRY(Begin());
  if (whole_ != nullptr) return ReadFromWhole(out);
  const EntryRecord& record = archive_.directory().record(index_);
  DAREBLOPY_ASSIGN(const size_t got, inflater_ != nullptr ? ReadInflated(out) : ReadStored(out));
  if (archive_.options().verify) {
    const bool was_complete = produced_ == record.size;
    crc_ = Crc32(crc_, Bytes(out.first(got)));
    produced_ += got;
    if (produced_ == record.size && (!was_complete || record.size == 0)) {
      DAREBLOPY_TRY(archive_.CheckCrc(index_, crc_));
    }
  } else {
    produced_ += got;
  }
  return got;
}

Result<size_t> EntryStream::ReadFromWhole(MutableBytes out) {
  const size_t take = std::min<uint64_t>(out.size(), whole_->size() - produced_);
  if (take > 0) std::memcpy(out.data(), whole_->data() + produced_, take);
  produced_ += take;
  return take;
}

Result<size_t> EntryStream::ReadStored(MutableBytes out) {
  const uint64_t left = archive_.directory().record(index_).size - produced_;
  const size_t take = std::min<uint64_t>(out.size(), left);
  Status read = archive_.source().Read(data_offset_ + produced_, out.first(take));
  if (!read.ok()) return archive_.Place(std::move(read.error()), index_);
  return take;
}

Result<size_t> EntryStream::ReadInflated(MutableBytes out) {
  const EntryRecord& record = archive_.directory().record(index_);
  z_stream& z = inflater_->z;
  const size_t most = std::min<uint64_t>(std::min<uint64_t>(out.size(), uint64_t{1} << 30),
                                         record.size - produced_);
  z.next_out = out.data();
  z.avail_out = static_cast<uInt>(most);
  // Once all is produced, go on to the stream's own end, with a byte to spare that must stay empty.
  uint8_t spare = 0;
  bool spared = false;
  while (!inflater_->ended) {
    if (z.avail_out == 0) {
      if (produced_ + most < record.size) break;
      if (spared)
        return Mismatch("the data inflate to more than the recorded size", record.size,
                        record.size + 1);
      z.next_out = &spare;
      z.avail_out = 1;
      spared = true;
    }
    if (z.avail_in == 0 && consumed_ < record.compressed_size) {
      const size_t take =
          std::min<uint64_t>(Inflater::kInputBytes, record.compressed_size - consumed_);
      const MutableBytes input = inflater_->input.mutable_bytes().first(take);
      Status read = archive_.source().Read(data_offset_ + consumed_, input);
      if (!read.ok()) return archive_.Place(std::move(read.error()), index_);
      consumed_ += take;
      z.next_in = input.data();
      z.avail_in = static_cast<uInt>(take);
    }
    const int result = inflate(&z, Z_NO_FLUSH);
    if (result == Z_MEM_ERROR) throw std::bad_alloc();
    if (result == Z_STREAM_END) {
      inflater_->ended = true;
    } else if (result != Z_OK) {
      return archive_.Place({ErrorCode::ZIP_DATA_CORRUPT, "the deflate data are corrupt"}, index_);
    }
  }
  const size_t made = spared ? most : most - z.avail_out;
  if (inflater_->ended) {
    if (produced_ + made != record.size || (spared && z.avail_out == 0)) {
      return Mismatch("the data do not inflate to the recorded size", record.size,
                      produced_ + made + (spared && z.avail_out == 0));
    }
    const uint64_t used = consumed_ - z.avail_in;
    if (used != record.compressed_size) {
      return Mismatch("the deflate data end before the recorded compressed size",
                      record.compressed_size, used);
    }
  }
  return made;
}

Error EntryStream::Mismatch(const char* message, uint64_t expected, uint64_t actual) const {
  Error error{ErrorCode::ZIP_SIZE_MISMATCH, message};
  error.expected = expected;
  error.actual = actual;
  return archive_.Place(std::move(error), index_);
}

Status EntryStream::Skip(uint64_t bytes) {
  ScratchBuffer scratch(size_t{256} << 10);
  while (bytes > 0) {
    DAREBLOPY_ASSIGN(
        const size_t got,
        Read(scratch.bytes().first(std::min<uint64_t>(bytes, scratch.bytes().size()))));
    if (got == 0)
      return archive_.Place({ErrorCode::ZIP_SIZE_MISMATCH, "the entry is shorter than recorded"},
                            index_);
    bytes -= got;
  }
  return {};
}

}  // namespace dareblopy::zip
