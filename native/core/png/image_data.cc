#include "core/png/image_data.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <memory>
#include <new>

#include "core/base/inflate_time.h"

namespace dareblopy::png {

namespace {

libdeflate_decompressor& Decompressor() {
  using Owner = std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)>;
  thread_local const Owner owner(libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
  if (owner == nullptr) throw std::bad_alloc();
  return *owner;
}

class Gatherer {
 public:
  Gatherer(Bytes file, Damage damage, std::vector<Warning>& warnings)
      : file_(file), damage_(damage), warnings_(warnings) {}

  /// The data of the IDAT chunks in one piece: where it lies, or copied to `joined`.
  Result<Bytes> Gather(size_t first, ScratchBuffer& joined) {
    ChunkReader chunks(file_, first);
    Bytes data;
    size_t pieces = 0;
    while (true) {
      if (chunks.at_end()) break;
      const auto chunk = chunks.Peek();
      if (!chunk.ok() || chunk.value().type != kIdat) break;
      const Segment& place = chunk.value().data;
      auto passed = chunks.Pass(chunk.value());
      const bool whole = passed.ok() || passed.error().code == ErrorCode::PNG_CRC_MISMATCH;
      if (!passed.ok()) DAREBLOPY_TRY(Meet(std::move(passed.error())));
      const Bytes body = file_.subspan(
          place.offset, std::min(place.size, file_.size() - std::min(place.offset, file_.size())));
      if (++pieces == 1) {
        data = body;
      } else {
        if (pieces == 2) joined.buffer().Append(data);
        joined.buffer().Append(body);
      }
      if (!whole) {
        return pieces == 1 ? data : joined.bytes();
      }
    }
    DAREBLOPY_TRY(LookBehind(chunks));
    return pieces == 1 ? data : Bytes(joined.bytes());
  }

  /// Damage: an error, unless it is survived.
  Status Meet(Error error) {
    if (damage_ != Damage::survive) return error;
    return Note(std::move(error));
  }
  /// A deviation that changes no pixel.
  Status Note(Error error) {
    if (damage_ == Damage::refuse_all) return error;
    warnings_.push_back({std::move(error.message), error.offset.value_or(0)});
    return {};
  }

 private:
  /// From the last IDAT to the end: nothing there changes a pixel.
  Status LookBehind(ChunkReader& chunks) {
    while (true) {
      if (chunks.at_end()) return Note(Truncated(file_.size(), "The PNG has no IEND chunk"));
      const auto chunk = chunks.Peek();
      if (!chunk.ok()) return Note(Error(chunk.error()));
      if (auto passed = chunks.Pass(chunk.value()); !passed.ok()) {
        DAREBLOPY_TRY(Note(Error(passed.error())));
        if (passed.error().code == ErrorCode::PNG_TRUNCATED) return {};
      }
      if (chunk.value().type == kIend) break;
    }
    if (chunks.at_end()) return {};
    return Note(Corrupt("Bytes behind the IEND chunk", chunks.at()));
  }

  Bytes file_;
  Damage damage_;
  std::vector<Warning>& warnings_;
};

/// By zlib's stream, which says what is wrong, and has given what came before it.
Status InflateSlowly(Bytes data, size_t offset, MutableBytes out, Gatherer& gatherer) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) throw std::bad_alloc();
  stream.next_in = const_cast<Bytef*>(data.data());
  constexpr size_t kAtOnce = size_t{1} << 30;  // zlib counts in 32 bits
  size_t given = 0;
  size_t room = 0;
  int result = Z_OK;
  while (result == Z_OK) {
    if (stream.avail_in == 0 && given < data.size()) {
      stream.avail_in = static_cast<uInt>(std::min(kAtOnce, data.size() - given));
      given += stream.avail_in;
    }
    if (stream.avail_out == 0 && room < out.size()) {
      stream.next_out = out.data() + room;
      stream.avail_out = static_cast<uInt>(std::min(kAtOnce, out.size() - room));
      room += stream.avail_out;
    }
    result = inflate(&stream, Z_NO_FLUSH);  // Z_BUF_ERROR: no bytes left, or no room
  }
  const size_t made = room - stream.avail_out;
  const size_t used = given - stream.avail_in;
  const std::string words = stream.msg != nullptr ? stream.msg : "";
  bool more = false;
  if (made == out.size() && result != Z_STREAM_END && words.empty()) {  // more than the image?
    uint8_t one = 0;
    stream.next_out = &one;
    stream.avail_out = 1;
    result = inflate(&stream, Z_NO_FLUSH);
    more = stream.avail_out == 0;
  }
  inflateEnd(&stream);
  std::fill(out.begin() + static_cast<ptrdiff_t>(made), out.end(), uint8_t{0});
  if (more) return gatherer.Note(Corrupt("More image data than the image has", offset + used));
  if (result == Z_STREAM_END && made == out.size()) return {};
  if (result == Z_STREAM_END || (result == Z_BUF_ERROR && words.empty())) {
    return gatherer.Meet(Truncated(offset + used, "The image data ends before the image does"));
  }
  return gatherer.Meet(Corrupt(
      "Image data that cannot be inflated" + (words.empty() ? "" : ": " + words), offset + used));
}

}  // namespace

uint64_t MostInflated(uint64_t compressed) {
  constexpr uint64_t kMostRatio = 1032;  // 258 bytes from two bits
  return compressed * kMostRatio;
}

Status InflateImage(Bytes file, const Header& header, Damage damage, MutableBytes out,
                    std::vector<Warning>& warnings) {
  Gatherer gatherer(file, damage, warnings);
  ScratchBuffer joined;
  joined.Resize(0);
  DAREBLOPY_ASSIGN(const Bytes data, gatherer.Gather(header.data, joined));
  const InflateTimer timer;
  size_t used = 0;
  size_t made = 0;
  const auto result = libdeflate_zlib_decompress_ex(&Decompressor(), data.data(), data.size(),
                                                    out.data(), out.size(), &used, &made);
  if (result != LIBDEFLATE_SUCCESS || made != out.size()) {
    return InflateSlowly(data, header.data + 8, out, gatherer);
  }
  if (used == data.size()) return {};
  return gatherer.Note(Corrupt("Bytes behind the compressed image", header.data + 8 + used));
}

}  // namespace dareblopy::png
