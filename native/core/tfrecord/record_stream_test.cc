#include "core/tfrecord/record_stream.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/batch/batch_run.h"
#include "core/io/file_set.h"
#include "core/io/memory_set.h"
#include "core/testing/temp_folder.h"
#include "core/tfrecord/example_encoder.h"
#include "core/tfrecord/example_parser.h"
#include "core/tfrecord/framing.h"
#include "core/tfrecord/record_index.h"
#include "core/tfrecord/record_set.h"
#include "core/tfrecord/record_writer.h"
#include "core/tfrecord/shuffled_stream.h"

namespace dareblopy::tfrecord {
namespace {

Bytes BytesOf(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}
std::string TextOf(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string Framed(const std::vector<std::string>& records) {
  Buffer out;
  for (const auto& record : records) AppendRecord(BytesOf(record), out);
  return TextOf(out.bytes());
}

std::string Compressed(const std::string& bytes, int window) {
  z_stream z{};
  EXPECT_EQ(deflateInit2(&z, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(bytes.size() + 100, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
  out.resize(out.size() - z.avail_out);
  deflateEnd(&z);
  return out;
}
std::string Gzip(const std::string& bytes) { return Compressed(bytes, 31); }
std::string Zlib(const std::string& bytes) { return Compressed(bytes, 15); }

std::unique_ptr<RecordStream> StreamOf(const std::vector<std::string>& files,
                                       StreamOptions options = {}) {
  std::vector<RecordStream::Source> sources;
  for (size_t i = 0; i < files.size(); ++i) {
    auto set = std::make_shared<MemorySet>();
    set->Add(BytesOf(files[i]), "file" + std::to_string(i));
    sources.push_back({std::move(set), 0});
  }
  return std::make_unique<RecordStream>(std::move(sources), options);
}

/// All records, and the error that ended them.
struct Read {
  std::vector<std::string> records;
  std::optional<Error> error;
  explicit Read(BlockSource& source, size_t max_records = 1000) {
    for (;;) {
      auto block = source.Next(max_records);
      if (!block.ok()) error = std::move(block.error());
      if (!block.ok() || block.value() == nullptr) return;
      for (size_t i = 0; i < block.value()->count(); ++i)
        records.push_back(TextOf(block.value()->Memory(i)));
    }
  }
};

const std::vector<std::string> kRecords{"", "a", "hello", std::string(5000, 'x'), "", "end"};

TEST(RecordStream, ReadsPlainGzipAndZlibDetected) {
  const std::string plain = Framed(kRecords);
  for (const std::string& file :
       {plain, Gzip(plain), Zlib(plain), Gzip(plain.substr(0, 40)) + Gzip(plain.substr(40)),
        Gzip(plain) + std::string(100, '\0')}) {
    const Read read(*StreamOf({file, file}));
    EXPECT_FALSE(read.error.has_value()) << read.error->message;
    auto twice = kRecords;
    twice.insert(twice.end(), kRecords.begin(), kRecords.end());
    EXPECT_EQ(read.records, twice);
  }
}

TEST(RecordStream, EmptyFilesHaveNoRecords) {
  const Read read(*StreamOf({"", Gzip(""), Zlib(""), Framed({"x"})}));
  EXPECT_FALSE(read.error.has_value());
  EXPECT_EQ(read.records, std::vector<std::string>{"x"});
}

TEST(RecordStream, BlocksHoldAtMostWhatIsAsked) {
  auto stream = StreamOf({Framed(kRecords)});
  EXPECT_EQ(stream->Next(4).value()->count(), 4u);
  EXPECT_EQ(stream->Next(4).value()->count(), 2u);
  EXPECT_EQ(stream->Next(4).value(), nullptr);
}

TEST(RecordStream, RecordsLargerThanABlockAreReadWhole) {
  StreamOptions options;
  options.block_bytes = 64;
  const std::vector<std::string> records{std::string(100'000, 'a'), "b", std::string(70, 'c')};
  for (const std::string& file : {Framed(records), Gzip(Framed(records))}) {
    EXPECT_EQ(Read(*StreamOf({file}, options)).records, records);
  }
}

TEST(RecordStream, EveryTruncationIsAnErrorWithItsPlace) {
  const std::string plain = Framed({"one", "three"});
  for (size_t size = 1; size < plain.size(); ++size) {
    const Read read(*StreamOf({plain.substr(0, size)}));
    if (size == 19) continue;  // between the records
    ASSERT_TRUE(read.error.has_value()) << size;
    EXPECT_EQ(read.error->code, ErrorCode::TFRECORD_TRUNCATED);
    EXPECT_EQ(read.error->record, size < 19 ? 0u : 1u);
    EXPECT_EQ(read.error->offset, size < 19 ? 0u : 19u);
    EXPECT_EQ(read.records.size(), size < 19 ? 0u : 1u);
  }
  const std::string gzip = Gzip(plain);
  for (size_t size = 3; size < gzip.size(); ++size) {
    EXPECT_EQ(Read(*StreamOf({gzip.substr(0, size)})).error->code, ErrorCode::GZIP_TRUNCATED)
        << size;
  }
}

TEST(RecordStream, EveryFlippedBitIsFound) {
  const std::string plain = Framed({"one", "three"});
  const std::string gzip = Gzip(plain);
  const std::string zlib = Zlib(plain);
  for (const std::string* file : {&plain, &gzip, &zlib}) {
    for (size_t bit = 0; bit < file->size() * 8; ++bit) {
      std::string flipped = *file;
      flipped[bit / 8] ^= static_cast<char>(1 << bit % 8);
      const Read read(*StreamOf({flipped}));
      // Bits that say nothing about the data (time and system in GZIP's header, padding before the
      // trailer) may flip unseen; a plain file has none.
      if (read.error) continue;
      EXPECT_EQ(read.records, (std::vector<std::string>{"one", "three"})) << bit;
      EXPECT_NE(file, &plain) << bit;
    }
  }
}

TEST(RecordStream, SkipsOrStopsAtCorruptRecords) {
  std::string file = Framed({"one", "two", "three"});
  file[19 + 13] ^= 1;  // data of the second
  StreamOptions options;
  EXPECT_EQ(Read(*StreamOf({file})).error->code, ErrorCode::TFRECORD_DATA_CRC_MISMATCH);
  EXPECT_EQ(Read(*StreamOf({file})).error->record, 1u);
  options.verify = false;
  EXPECT_EQ(Read(*StreamOf({file}, options)).records.size(), 3u);
  options.verify = true;
  options.on_corrupt = OnCorrupt::skip;
  auto skipping = StreamOf({file, file}, options);
  EXPECT_EQ(Read(*skipping).records, (std::vector<std::string>{"one", "three", "one", "three"}));
  EXPECT_EQ(skipping->corrupt(), 2u);
  options.on_corrupt = OnCorrupt::stop;
  EXPECT_EQ(Read(*StreamOf({file, file}, options)).records,
            (std::vector<std::string>{"one", "one"}));
  file[19] ^= 1;  // its length: nothing leads to the third any more
  EXPECT_EQ(Read(*StreamOf({file}, options)).records, (std::vector<std::string>{"one"}));
  options.on_corrupt = OnCorrupt::skip;
  EXPECT_EQ(Read(*StreamOf({file}, options)).error->code, ErrorCode::TFRECORD_LENGTH_CRC_MISMATCH);
}

TEST(RecordStream, AnAnnouncedLengthAllocatesNothing) {
  std::string file(12, '\0');
  WriteHeader(reinterpret_cast<uint8_t*>(file.data()), uint64_t{1} << 60);
  EXPECT_EQ(Read(*StreamOf({file})).error->code, ErrorCode::LIMIT_EXCEEDED);
  WriteHeader(reinterpret_cast<uint8_t*>(file.data()), uint64_t{1} << 30);
  EXPECT_EQ(Read(*StreamOf({file})).error->code, ErrorCode::TFRECORD_TRUNCATED);
  EXPECT_EQ(Read(*StreamOf({Gzip(file)})).error->code, ErrorCode::TFRECORD_TRUNCATED);
}

std::vector<std::string> Numbers(size_t count) {
  std::vector<std::string> numbers;
  for (size_t i = 0; i < count; ++i) numbers.push_back(std::to_string(i));
  return numbers;
}

std::vector<std::string> Shuffled(size_t count, uint64_t buffer, uint64_t seed, uint64_t skip,
                                  size_t max_records, uint32_t epoch = 0) {
  std::unique_ptr<BlockSource> source =
      std::make_unique<ShuffledStream>(StreamOf({Framed(Numbers(count))}), buffer, seed, epoch);
  if (skip > 0) source = std::make_unique<SkippingStream>(std::move(source), skip);
  return Read(*source, max_records).records;
}

TEST(ShuffledStream, IsAPermutationThatTheSeedAloneDecides) {
  const auto order = Shuffled(500, 100, 7, 0, 32);
  EXPECT_EQ(order, Shuffled(500, 100, 7, 0, 1000));
  EXPECT_NE(order, Shuffled(500, 100, 8, 0, 32));
  auto sorted = order;
  std::sort(sorted.begin(), sorted.end(),
            [](auto& a, auto& b) { return std::stoi(a) < std::stoi(b); });
  EXPECT_EQ(sorted, Numbers(500));
  EXPECT_EQ(Shuffled(50, 1, 7, 0, 32), Numbers(50));
}

TEST(ShuffledStream, ContinuesAtEveryPoint) {
  const auto order = Shuffled(60, 16, 3, 0, 7);
  for (size_t skip = 0; skip <= 60; ++skip) {
    EXPECT_EQ(Shuffled(60, 16, 3, skip, 7),
              std::vector<std::string>(order.begin() + static_cast<long>(skip), order.end()));
  }
}

TEST(ShuffledStream, TheOrderIsSpecified) {
  // The vectors of docs/order-and-state.md.
  EXPECT_EQ(Shuffled(12, 4, 7, 0, 100), (std::vector<std::string>{"3", "1", "0", "5", "4", "8", "7",
                                                                  "2", "9", "11", "6", "10"}));
  EXPECT_EQ(
      Shuffled(12, 4, 7, 0, 100, 1),
      (std::vector<std::string>{"1", "2", "5", "6", "3", "0", "9", "4", "8", "10", "7", "11"}));
}

class RecordFile : public TempFile {
 public:
  using TempFile::TempFile;
  SourceRange Range() const {
    return std::move(SourceRange::Make(std::make_shared<FileSet>(File::Open(path()).value()), 0))
        .value();
  }
};

TEST(RecordIndex, GivesRandomAccess) {
  auto records = Numbers(10'000);
  records[77] = std::string(300'000, 'q');
  records[78] = "";
  const RecordFile file(Framed(records));
  auto offsets = std::move(ScanRecords(file.Range(), {}, nullptr)).value();
  std::vector<RecordSet::IndexedFile> files;
  files.push_back({file.Range(), offsets});
  files.push_back({file.Range(), offsets});
  const RecordSet set(std::move(files), true);
  ASSERT_EQ(set.count(), 20'000u);
  Buffer out;
  for (const uint64_t i : {0, 5, 77, 78, 79, 9999, 10'000, 10'077, 19'999}) {
    ASSERT_TRUE(set.ReadInto(i, out).ok());
    EXPECT_EQ(TextOf(out.bytes()), records[i % 10'000]) << i;
    std::string exact(set.Size(i).value(), '\0');
    ASSERT_TRUE(set.Read(i, {reinterpret_cast<uint8_t*>(exact.data()), exact.size()}).ok());
    EXPECT_EQ(exact, records[i % 10'000]);
  }
  EXPECT_EQ(set.IndexAt(1, offsets[79]), 10'079u);
  EXPECT_EQ(set.IndexAt(1, offsets[79] + 1), set.count());
}

TEST(RecordIndex, ChecksDataWhenItIsRead) {
  std::string bytes = Framed({"one", "two"});
  bytes[19 + 13] ^= 1;
  const RecordFile file(bytes);
  std::vector<RecordSet::IndexedFile> files;
  files.push_back({file.Range(), ScanRecords(file.Range(), {}, nullptr).value()});
  const RecordSet set(std::move(files), true);
  Buffer out;
  EXPECT_TRUE(set.ReadInto(0, out).ok());
  const Status status = set.ReadInto(1, out);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, ErrorCode::TFRECORD_DATA_CRC_MISMATCH);
  EXPECT_EQ(status.error().record, 1u);
  EXPECT_EQ(status.error().offset, 19u);
}

TEST(RecordIndex, LargeValuesAreReadStraightIntoTheirColumns) {
  // Records whose large value lies at one place, at others, is corrupt, or is not there at all.
  const std::string large(100'000, 'L');
  std::vector<std::string> messages;
  for (int i = 0; i < 24; ++i) {
    const int64_t label = i;
    const std::string data = large.substr(1) + static_cast<char>('a' + i);
    const std::string extra(i % 8 == 6 ? 1000 : 0, 'e');
    const NamedFeature features[] = {
        {"extra", {ValueKind::bytes, {}, {}, {BytesOf(extra)}}},
        {i == 13 ? "other" : "data", {ValueKind::bytes, {}, {}, {BytesOf(data)}}},
        {"label", {ValueKind::int64, {&label, 1}}}};
    Buffer out;
    EncodeExample(features, out);
    messages.push_back(TextOf(out.bytes()));
  }
  std::string bytes = Framed(messages);
  bytes[bytes.size() - 60'000] ^= 1;  // in the data of the last
  const RecordFile file(bytes);
  std::vector<RecordSet::IndexedFile> files;
  files.push_back({file.Range(), ScanRecords(file.Range(), {}, nullptr).value()});
  const RecordSet set(std::move(files), true);
  FeatureSpec data;
  data.name = data.key = "data";
  data.element = {ValueKind::bytes, DType::uint8, true};
  data.shape = {large.size()};
  FeatureSpec label;
  label.name = label.key = "label";
  BatchRun run;
  run.decoders.push_back(ExampleParser::Make({data, label}, {}).value());
  for (uint64_t i = 0; i < messages.size(); ++i) run.items.push_back({&set, i});
  Buffer column(messages.size() * large.size());
  std::vector<int64_t> labels(messages.size());
  run.bases = {{column.data(), reinterpret_cast<uint8_t*>(labels.data())}};
  run.Prepare();
  for (size_t i = 0; i < messages.size(); ++i) {
    // Some rows alike are needed for a guess, and one that differs takes it back.
    const bool guessed = run.decoders[0]->ExpectDirect(messages[i].size()).has_value();
    if (i <= 7) {
      EXPECT_EQ(guessed, i >= 4 && i <= 6) << i;
    }
    run.DecodeRow(i, nullptr);
  }
  ASSERT_EQ(run.failures.size(), 2u);
  EXPECT_EQ(run.failures[0].second.code, ErrorCode::FEATURE_MISSING);
  EXPECT_EQ(run.failures[0].second.record, 13u);
  EXPECT_EQ(run.failures[1].second.code, ErrorCode::TFRECORD_DATA_CRC_MISMATCH);
  for (size_t i = 0; i < messages.size() - 1; ++i) {
    if (i == 13) continue;
    const Bytes row(column.data() + i * large.size(), large.size());
    EXPECT_EQ(TextOf(row), large.substr(1) + static_cast<char>('a' + static_cast<int>(i))) << i;
    EXPECT_EQ(labels[i], static_cast<int64_t>(i));
  }
}

TEST(RecordIndex, RefusesWhatHasNoRandomAccess) {
  const RecordFile gzip(Gzip(Framed(kRecords)));
  EXPECT_EQ(ScanRecords(gzip.Range(), {}, nullptr).error().code, ErrorCode::TFRECORD_COMPRESSED);
  const RecordFile cut(Framed(kRecords).substr(0, 100));
  EXPECT_EQ(ScanRecords(cut.Range(), {}, nullptr).error().code, ErrorCode::TFRECORD_TRUNCATED);
  ScanOptions stop;
  stop.stop_at_corrupt = true;
  EXPECT_EQ(ScanRecords(cut.Range(), stop, nullptr).value().size(), 4u);  // three whole records
}

TEST(RecordIndex, IsKeptAndRefusedWhenTheFileChanged) {
  const RecordFile file(Framed(kRecords));
  const TempFile kept("");
  const auto offsets = ScanRecords(file.Range(), {}, nullptr).value();
  const auto identity = IdentityOf(file.Range()).value();
  bool stale = false;
  EXPECT_FALSE(LoadIndex("no/such/index", identity, stale));
  EXPECT_FALSE(stale);
  ASSERT_TRUE(SaveIndex(kept.path(), identity, offsets).ok());
  EXPECT_EQ(LoadIndex(kept.path(), identity, stale), offsets);
  for (int field = 0; field < 3; ++field) {
    FileIdentity other = identity;
    if (field == 0) ++other.size;
    if (field == 1) ++other.mtime_ns;
    if (field == 2) ++other.sample;
    EXPECT_FALSE(LoadIndex(kept.path(), other, stale));
    EXPECT_TRUE(stale);
  }
  // Every flipped byte of the index itself is found.
  const std::string bytes = ReadWhole(kept.path());
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string flipped = bytes;
    flipped[i] ^= 0x10;
    const TempFile bad(flipped);
    EXPECT_FALSE(LoadIndex(bad.path(), identity, stale)) << i;
  }
}

TEST(RecordWriter, FilesAppearWhenComplete) {
  const TempFolder folder;
  const std::string path = folder / "writer";
  for (const Compression compression : {Compression::none, Compression::gzip, Compression::zlib}) {
    auto writer = std::move(RecordWriter::Create(path, compression, -1)).value();
    ASSERT_TRUE(writer->Write(BytesOf(Framed(kRecords))).ok());
    ASSERT_TRUE(writer->Flush().ok());
    EXPECT_FALSE(std::filesystem::exists(path));
    ASSERT_TRUE(writer->Write(BytesOf(Framed({"last"}))).ok());
    ASSERT_TRUE(writer->Commit("", false).ok());
    std::vector<RecordStream::Source> sources{
        {std::make_shared<FileSet>(File::Open(path).value()), 0}};
    StreamOptions options;
    options.compression = compression;
    RecordStream stream(std::move(sources), options);
    auto expected = kRecords;
    expected.push_back("last");
    EXPECT_EQ(Read(stream).records, expected);
    std::filesystem::remove(path);
  }
  { auto abandoned = std::move(RecordWriter::Create(path, Compression::none, -1)).value(); }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace dareblopy::tfrecord
