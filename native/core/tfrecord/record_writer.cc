#include "core/tfrecord/record_writer.h"

#include <zlib.h>

#include <algorithm>
#include <utility>

#include "core/io/atomic_file.h"
#include "core/tfrecord/framing.h"

namespace dareblopy::tfrecord {

struct RecordWriter::Deflater {
  z_stream zlib{};
  Buffer out{256 << 10};
  bool ready = false;
  ~Deflater() {
    if (ready) deflateEnd(&zlib);
  }
};

void AppendRecord(Bytes record, Buffer& out) {
  uint8_t header[kHeaderSize];
  WriteHeader(header, record.size());
  uint8_t footer[kFooterSize];
  StoreLe(footer, MaskCrc(Crc32c(record)));
  out.Append(header);
  out.Append(record);
  out.Append(footer);
}

RecordWriter::RecordWriter(std::unique_ptr<AtomicFile> file, std::unique_ptr<Deflater> deflater)
    : file_(std::move(file)), deflater_(std::move(deflater)) {}
RecordWriter::~RecordWriter() = default;

Result<std::unique_ptr<RecordWriter>> RecordWriter::Create(std::string path,
                                                           Compression compression, int level) {
  DAREBLOPY_ASSIGN(auto file, AtomicFile::Create(std::move(path)));
  std::unique_ptr<Deflater> deflater;
  if (compression != Compression::none) {
    deflater = std::make_unique<Deflater>();
    constexpr int kMaxWindow = 15;
    constexpr int kGzip = 16;  // added to the window: zlib writes GZIP's header and trailer
    const int window = kMaxWindow + (compression == Compression::gzip ? kGzip : 0);
    if (deflateInit2(&deflater->zlib, level, Z_DEFLATED, window, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
      return Error{ErrorCode::OUT_OF_MEMORY, "zlib could not be set up"};
    }
    deflater->ready = true;
  }
  return std::unique_ptr<RecordWriter>(new RecordWriter(std::move(file), std::move(deflater)));
}

Status RecordWriter::Deflate(Bytes bytes, int flush) {
  z_stream& zlib = deflater_->zlib;
  do {
    const size_t part = std::min<size_t>(bytes.size(), size_t{1} << 30);
    zlib.next_in = const_cast<Bytef*>(bytes.data());
    zlib.avail_in = static_cast<uInt>(part);
    bytes = bytes.subspan(part);
    do {
      zlib.next_out = deflater_->out.data();
      zlib.avail_out = static_cast<uInt>(deflater_->out.size());
      deflate(&zlib, bytes.empty() ? flush : Z_NO_FLUSH);
      DAREBLOPY_TRY(
          file_->Append(deflater_->out.bytes().first(deflater_->out.size() - zlib.avail_out)));
    } while (zlib.avail_out == 0);
  } while (!bytes.empty());
  return {};
}

Status RecordWriter::Write(Bytes framed) {
  return deflater_ ? Deflate(framed, Z_NO_FLUSH) : file_->Append(framed);
}

Status RecordWriter::Flush() { return deflater_ ? Deflate({}, Z_SYNC_FLUSH) : Status(); }

Status RecordWriter::Finish() {
  if (deflater_) DAREBLOPY_TRY(Deflate({}, Z_FINISH));
  deflater_.reset();
  return {};
}

Status RecordWriter::Commit(std::string path, bool sync) {
  DAREBLOPY_TRY(Finish());
  if (!path.empty()) file_->set_path(std::move(path));
  if (sync) DAREBLOPY_TRY(file_->Sync());
  return file_->Commit();
}

uint64_t RecordWriter::size() const { return file_->size(); }

}  // namespace dareblopy::tfrecord
