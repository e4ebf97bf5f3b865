#include "core/zip/writer.h"

#include <zlib.h>

#include <algorithm>
#include <new>
#include <utility>

#include "core/base/utf8.h"
#include "core/checksum/crc32.h"
#include "core/zip/byte_writer.h"

namespace dareblopy::zip {

namespace {

constexpr uint16_t kMadeByUnix = 3 << 8 | 63;  // 4.4.2: host Unix, specification 6.3
constexpr uint16_t kNeedsZip64 = 45, kNeedsDeflate = 20, kNeedsNothing = 10;
constexpr uint32_t kFileMode = 0100644, kFolderMode = 0040755, kDosFolder = 0x10;
constexpr size_t kSmallestPadding = 6;  // id, length, alignment

Bytes BytesOf(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

uint64_t Saturate(uint64_t value) { return std::min<uint64_t>(value, kSaturated32); }

void AppendTimestamp(int64_t unix_modified, ByteWriter extra) {
  if (unix_modified < 0 || unix_modified > INT32_MAX) return;  // MS-DOS time has to do
  extra.U16(kExtraTimestamp).U16(5).U8(1).U32(static_cast<uint64_t>(unix_modified));
}

}  // namespace

struct Writer::Placed {
  EntryInfo info;
  Method method;
  uint32_t crc32 = 0;
  uint64_t size = 0;
  uint64_t compressed_size = 0;
  uint64_t header_offset = 0;

  bool large() const { return size >= kSaturated32 || compressed_size >= kSaturated32; }
  uint16_t needs() const {
    if (large() || header_offset >= kSaturated32) return kNeedsZip64;
    return method == kStored ? kNeedsNothing : kNeedsDeflate;
  }
  uint16_t flags() const {
    return IsAscii(BytesOf(info.name)) && IsAscii(BytesOf(info.comment)) ? 0 : kFlagUtf8;
  }
};

/// The entry between Begin and End.
class Writer::Stream {
 public:
  Stream(Placed entry, int level) : entry(std::move(entry)), level(level) {
    if (this->entry.method != kDeflate) return;
    constexpr int kRawDeflate = -15, kMemory = 8;
    if (deflateInit2(&z, std::min(level, 9), Z_DEFLATED, kRawDeflate, kMemory,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Stream() {
    if (entry.method == kDeflate) deflateEnd(&z);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  Placed entry;
  const int level;
  Buffer gathered;  // LZ4: all of the entry
  z_stream z{};
};

Writer::Writer(std::unique_ptr<AtomicFile> file) : file_(std::move(file)), out_(*file_) {}
Writer::~Writer() = default;

Result<std::unique_ptr<Writer>> Writer::Create(std::string path) {
  DAREBLOPY_ASSIGN(auto file, AtomicFile::Create(std::move(path)));
  return std::unique_ptr<Writer>(new Writer(std::move(file)));
}

Status Writer::AppendLocalHeader(const Placed& entry, bool reserve_zip64) {
  const EntryInfo& info = entry.info;
  const bool zip64 = reserve_zip64 || entry.large();
  Buffer extra_bytes;
  ByteWriter extra(extra_bytes);
  if (zip64) extra.U16(kExtraZip64).U16(16).U64(entry.size).U64(entry.compressed_size);
  AppendTimestamp(info.unix_modified, extra);
  const uint64_t begins = out_.size() + kLocalHeaderSize + info.name.size() + extra_bytes.size();
  size_t padding = (info.align - begins % info.align) % info.align;
  while (padding > 0 && padding < kSmallestPadding) padding += info.align;
  if (padding > 0) {
    extra.U16(kExtraPadding).U16(padding - 4).U16(info.align);
    const size_t zeros = padding - kSmallestPadding;
    for (size_t i = 0; i < zeros; ++i) extra.U8(0);
  }
  Buffer bytes;
  ByteWriter(bytes)
      .U32(kLocalSignature)
      .U16(zip64 ? kNeedsZip64 : entry.needs())
      .U16(entry.flags())
      .U16(entry.method)
      .U32(info.dos_modified)
      .U32(entry.crc32)
      .U32(zip64 ? kSaturated32 : entry.compressed_size)
      .U32(zip64 ? kSaturated32 : entry.size)
      .U16(info.name.size())
      .U16(extra_bytes.size())
      .Text(info.name)
      .Raw(extra_bytes.bytes());
  return out_.Append(bytes.bytes());
}

void Writer::AppendCentralHeader(const Placed& entry) {
  const EntryInfo& info = entry.info;
  const bool is_folder = info.name.ends_with('/');
  Buffer extra_bytes, zip64_bytes;
  ByteWriter extra(extra_bytes), zip64(zip64_bytes);
  if (entry.size >= kSaturated32) zip64.U64(entry.size);
  if (entry.compressed_size >= kSaturated32) zip64.U64(entry.compressed_size);
  if (entry.header_offset >= kSaturated32) zip64.U64(entry.header_offset);
  if (zip64_bytes.size() > 0)
    extra.U16(kExtraZip64).U16(zip64_bytes.size()).Raw(zip64_bytes.bytes());
  AppendTimestamp(info.unix_modified, extra);
  ByteWriter(directory_)
      .U32(kCentralSignature)
      .U16(kMadeByUnix)
      .U16(entry.needs())
      .U16(entry.flags())
      .U16(entry.method)
      .U32(info.dos_modified)
      .U32(entry.crc32)
      .U32(Saturate(entry.compressed_size))
      .U32(Saturate(entry.size))
      .U16(info.name.size())
      .U16(extra_bytes.size())
      .U16(info.comment.size())
      .U16(0)  // disk
      .U16(0)  // internal attributes
      .U32(is_folder ? kFolderMode << 16 | kDosFolder : kFileMode << 16)
      .U32(Saturate(entry.header_offset))
      .Text(info.name)
      .Raw(extra_bytes.bytes())
      .Text(info.comment);
  entry_count_.fetch_add(1, std::memory_order_relaxed);
  plain_size_.fetch_add(entry.size, std::memory_order_relaxed);
}

bool Writer::HasRoom(const EntryInfo& info, size_t size) const {
  constexpr size_t kMostExtra = 64;
  return out_.HasRoom(kLocalHeaderSize + info.name.size() + kMostExtra + 2 * info.align + size);
}

Status Writer::Add(const EntryInfo& info, const PackedEntry& packed, Bytes data) {
  const Placed entry{info, packed.method, packed.crc32, packed.size, data.size(), out_.size()};
  DAREBLOPY_TRY(AppendLocalHeader(entry, false));
  DAREBLOPY_TRY(out_.Append(data));
  AppendCentralHeader(entry);
  return {};
}

Status Writer::Begin(const EntryInfo& info, Method method, int level) {
  stream_ = std::make_unique<Stream>(Placed{info, method, 0, 0, 0, out_.size()}, level);
  if (method == kLz4) return {};
  return AppendLocalHeader(stream_->entry, true);
}

Status Writer::Write(Bytes plain) {
  Placed& entry = stream_->entry;
  if (entry.method == kLz4) {
    stream_->gathered.Append(plain);
    return {};
  }
  entry.crc32 = Crc32(entry.crc32, plain);
  entry.size += plain.size();
  if (entry.method == kStored) {
    entry.compressed_size += plain.size();
    return out_.Append(plain);
  }
  constexpr size_t kStep = size_t{256} << 10;
  ScratchBuffer out(kStep);
  z_stream& z = stream_->z;
  while (!plain.empty()) {
    const size_t take = std::min(plain.size(), kStep);
    z.next_in = const_cast<Bytef*>(plain.data());  // zlib does not write to it
    z.avail_in = static_cast<uInt>(take);
    plain = plain.subspan(take);
    do {
      z.next_out = out.bytes().data();
      z.avail_out = kStep;
      deflate(&z, Z_NO_FLUSH);
      const size_t made = kStep - z.avail_out;
      entry.compressed_size += made;
      DAREBLOPY_TRY(out_.Append(out.bytes().first(made)));
    } while (z.avail_out == 0);
  }
  return {};
}

Status Writer::End() {
  const std::unique_ptr<Stream> stream = std::move(stream_);
  Placed& entry = stream->entry;
  if (entry.method == kLz4) {
    DAREBLOPY_ASSIGN(const PackedEntry packed, Pack(kLz4, stream->level, stream->gathered.bytes()));
    return Add(entry.info, packed,
               packed.method == kStored ? stream->gathered.bytes() : packed.data.bytes());
  }
  if (entry.method == kDeflate) {
    constexpr size_t kStep = size_t{64} << 10;
    ScratchBuffer out(kStep);
    int result = Z_OK;
    while (result != Z_STREAM_END) {
      stream->z.next_out = out.bytes().data();
      stream->z.avail_out = kStep;
      result = deflate(&stream->z, Z_FINISH);
      const size_t made = kStep - stream->z.avail_out;
      entry.compressed_size += made;
      DAREBLOPY_TRY(out_.Append(out.bytes().first(made)));
    }
  }
  // The header was written before these were known; the ZIP64 field comes first after the name.
  uint8_t crc[4], sizes[16];
  StoreLe(crc, entry.crc32);
  StoreLe(sizes, entry.size);
  StoreLe(sizes + 8, entry.compressed_size);
  DAREBLOPY_TRY(out_.Flush());
  DAREBLOPY_TRY(file_->WriteAt(entry.header_offset + 14, crc));
  DAREBLOPY_TRY(
      file_->WriteAt(entry.header_offset + kLocalHeaderSize + entry.info.name.size() + 4, sizes));
  AppendCentralHeader(entry);
  return {};
}

Status Writer::Close(const std::string& comment, bool sync) {
  const uint64_t entry_count = entry_count_;
  const uint64_t offset = out_.size();
  const uint64_t size = directory_.size();
  Buffer end_bytes;
  ByteWriter end(end_bytes);
  if (entry_count >= kSaturated16 || size >= kSaturated32 || offset >= kSaturated32) {
    end.U32(kEnd64Signature)
        .U64(kEnd64Size - 12)
        .U16(kMadeByUnix)
        .U16(kNeedsZip64)
        .U32(0)
        .U32(0)
        .U64(entry_count)
        .U64(entry_count)
        .U64(size)
        .U64(offset);
    end.U32(kLocator64Signature).U32(0).U64(offset + size).U32(1);
  }
  const uint64_t narrow_count = std::min<uint64_t>(entry_count, kSaturated16);
  end.U32(kEndSignature)
      .U16(0)
      .U16(0)
      .U16(narrow_count)
      .U16(narrow_count)
      .U32(Saturate(size))
      .U32(Saturate(offset))
      .U16(comment.size())
      .Text(comment);
  DAREBLOPY_TRY(out_.Append(directory_.bytes()));
  DAREBLOPY_TRY(out_.Append(end_bytes.bytes()));
  DAREBLOPY_TRY(out_.Flush());
  if (sync) DAREBLOPY_TRY(file_->Sync());
  return file_->Commit();
}

}  // namespace dareblopy::zip
