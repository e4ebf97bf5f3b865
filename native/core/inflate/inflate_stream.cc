#include "core/inflate/inflate_stream.h"

#include <libdeflate.h>
#include <zlib.h>

#include <cstring>
#include <utility>

#include "core/base/buffer.h"
#include "core/base/endian.h"
#include "core/checksum/crc32.h"

namespace dareblopy {

namespace {

/// The compressed bytes with what is needed to take headers and trailers off them byte by byte.
class Input {
 public:
  Input(std::unique_ptr<ByteStream> stream, std::string name)
      : stream_(std::move(stream)), name_(std::move(name)), buffer_(kChunk) {}

  /// At least one byte, or none at the end.
  Result<Bytes> Peek() {
    if (begin_ == end_) {
      consumed_ += begin_;
      begin_ = 0;
      DAREBLOPY_ASSIGN(end_, stream_->Read(buffer_.mutable_bytes()));
    }
    return Bytes(buffer_.data() + begin_, end_ - begin_);
  }
  void Skip(size_t bytes) { begin_ += bytes; }

  Status Take(uint8_t* out, size_t count) {
    while (count > 0) {
      DAREBLOPY_ASSIGN(const Bytes bytes, Peek());
      if (bytes.empty()) return Truncated();
      const size_t take = std::min(count, bytes.size());
      std::memcpy(out, bytes.data(), take);
      Skip(take);
      out += take;
      count -= take;
    }
    return {};
  }

  Error Corrupt(const char* what) const {
    Error error{ErrorCode::GZIP_CORRUPT, what, name_};
    error.offset = consumed_ + begin_;
    return error;
  }
  Error Truncated() const {
    Error error{ErrorCode::GZIP_TRUNCATED, "the compressed stream ends too early", name_};
    error.offset = consumed_ + begin_;
    return error;
  }

 private:
  static constexpr size_t kChunk = 256 << 10;
  std::unique_ptr<ByteStream> stream_;
  const std::string name_;
  Buffer buffer_;
  size_t begin_ = 0;
  size_t end_ = 0;
  uint64_t consumed_ = 0;  // bytes before those in the buffer
};

class InflateStream final : public ByteStream {
 public:
  InflateStream(std::unique_ptr<ByteStream> compressed, StreamFormat format, std::string name)
      : input_(std::move(compressed), std::move(name)), format_(format) {}
  ~InflateStream() override {
    if (ready_) inflateEnd(&zlib_);
  }

  Result<size_t> Read(MutableBytes out) override {
    if (out.empty()) return size_t{0};
    for (;;) {
      if (!in_member_) {
        DAREBLOPY_ASSIGN(const bool more, BeginMember());
        if (!more) return size_t{0};
      }
      DAREBLOPY_ASSIGN(const size_t size, Inflate(out));
      if (size > 0) return size;
    }
  }

 private:
  /// Takes the header of the next member off; false at the end of the stream.
  Result<bool> BeginMember() {
    DAREBLOPY_ASSIGN(const Bytes bytes, input_.Peek());
    if (bytes.empty() && members_ > 0) return false;
    if (bytes.empty()) return input_.Truncated();
    if (format_ == StreamFormat::zlib && members_ > 0)
      return input_.Corrupt("bytes follow the end of the ZLIB stream");
    if (format_ == StreamFormat::gzip && members_ > 0 && bytes[0] == 0) return SkipPadding();
    DAREBLOPY_TRY(format_ == StreamFormat::gzip ? GzipHeader() : ZlibHeader());
    zlib_.next_in = nullptr;
    zlib_.avail_in = 0;
    // Raw: the headers and checks are ours, since zlib's CRC-32 is several times slower.
    const int failed = ready_ ? inflateReset(&zlib_) : inflateInit2(&zlib_, -15);
    if (failed != Z_OK) return Error{ErrorCode::OUT_OF_MEMORY, "zlib could not be set up"};
    ready_ = in_member_ = true;
    check_ = format_ == StreamFormat::gzip ? 0 : 1;
    size_ = 0;
    ++members_;
    return true;
  }

  /// Zeros after the last member, as block devices and tar leave them: allowed by gzip, nothing
  /// else is.
  Result<bool> SkipPadding() {
    for (;;) {
      DAREBLOPY_ASSIGN(const Bytes bytes, input_.Peek());
      if (bytes.empty()) return false;
      if (bytes[0] != 0) return input_.Corrupt("bytes that are no GZIP member follow one");
      input_.Skip(1);
    }
  }

  Status GzipHeader() {
    uint8_t head[10];
    DAREBLOPY_TRY(input_.Take(head, sizeof(head)));
    if (head[0] != 0x1f || head[1] != 0x8b) return input_.Corrupt("not a GZIP member");
    if (head[2] != 8) return input_.Corrupt("a GZIP member of unknown method");
    const uint8_t flags = head[3];
    if ((flags & 0xe0) != 0) return input_.Corrupt("a GZIP header with reserved flags");
    uint8_t two[2];
    if ((flags & 4) != 0) {  // FEXTRA
      DAREBLOPY_TRY(input_.Take(two, 2));
      uint8_t byte = 0;
      for (size_t left = LoadLe16(two); left > 0; --left) DAREBLOPY_TRY(input_.Take(&byte, 1));
    }
    for (const uint8_t text : {8, 16}) {  // FNAME, FCOMMENT
      uint8_t byte = (flags & text) != 0 ? 1 : 0;
      while (byte != 0) DAREBLOPY_TRY(input_.Take(&byte, 1));
    }
    if ((flags & 2) != 0)
      DAREBLOPY_TRY(input_.Take(two, 2));  // FHCRC, which gzip itself does not check
    return {};
  }

  Status ZlibHeader() {
    uint8_t head[2];
    DAREBLOPY_TRY(input_.Take(head, sizeof(head)));
    if ((head[0] & 0x0f) != 8 || head[0] >> 4 > 7 || LoadBe16(head) % 31 != 0)
      return input_.Corrupt("not a ZLIB stream");
    if ((head[1] & 0x20) != 0) return input_.Corrupt("a ZLIB stream with a preset dictionary");
    return {};
  }

  /// Some output of the member at hand; 0 when it ended.
  Result<size_t> Inflate(MutableBytes out) {
    zlib_.next_out = out.data();
    zlib_.avail_out = static_cast<uInt>(std::min<size_t>(out.size(), size_t{1} << 30));
    const uInt room = zlib_.avail_out;
    for (;;) {
      DAREBLOPY_ASSIGN(const Bytes bytes, input_.Peek());
      zlib_.next_in = const_cast<Bytef*>(bytes.data());  // zlib does not write to it
      zlib_.avail_in = static_cast<uInt>(bytes.size());
      const int result = inflate(&zlib_, Z_NO_FLUSH);
      input_.Skip(bytes.size() - zlib_.avail_in);
      const size_t made = room - zlib_.avail_out;
      if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
        return input_.Corrupt(zlib_.msg != nullptr ? zlib_.msg : "the compressed data is corrupt");
      }
      if (result == Z_STREAM_END || zlib_.avail_out == 0 || (made > 0 && bytes.empty())) {
        Account(out.first(made));
        if (result == Z_STREAM_END) DAREBLOPY_TRY(EndMember());
        return made;
      }
      if (bytes.empty()) return input_.Truncated();
    }
  }

  void Account(Bytes bytes) {
    check_ = format_ == StreamFormat::gzip ? Crc32(check_, bytes)
                                           : libdeflate_adler32(check_, bytes.data(), bytes.size());
    size_ += bytes.size();
  }

  Status EndMember() {
    in_member_ = false;
    uint8_t trailer[8];
    const bool gzip = format_ == StreamFormat::gzip;
    DAREBLOPY_TRY(input_.Take(trailer, gzip ? 8 : 4));
    const uint32_t expected = gzip ? LoadLe32(trailer) : LoadBe32(trailer);
    if (expected != check_) {
      Error error = input_.Corrupt(gzip ? "the CRC-32 of a GZIP member is another"
                                        : "the Adler-32 of a ZLIB stream is another");
      error.expected = uint64_t{expected};
      error.actual = uint64_t{check_};
      return error;
    }
    if (gzip && LoadLe32(trailer + 4) != static_cast<uint32_t>(size_)) {
      Error error = input_.Corrupt("the length of a GZIP member is another");
      error.expected = uint64_t{LoadLe32(trailer + 4)};
      error.actual = size_;
      return error;
    }
    return {};
  }

  Input input_;
  const StreamFormat format_;
  z_stream zlib_{};
  bool ready_ = false;
  bool in_member_ = false;
  uint64_t members_ = 0;
  uint32_t check_ = 0;
  uint64_t size_ = 0;
};

}  // namespace

std::unique_ptr<ByteStream> NewInflateStream(std::unique_ptr<ByteStream> compressed,
                                             StreamFormat format, std::string name) {
  return std::make_unique<InflateStream>(std::move(compressed), format, std::move(name));
}

}  // namespace dareblopy
