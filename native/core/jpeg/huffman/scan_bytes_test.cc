#include "core/jpeg/huffman/scan_bytes.h"

#include <gtest/gtest.h>

#include <vector>

namespace dareblopy::jpeg {
namespace {

using File = std::vector<uint8_t>;

/// Reads a segment in steps of `step` bytes.
File Read(ScanBytes& bytes, const File& data, size_t step) {
  bytes.Start(data.data(), data.data() + data.size());
  File out;
  const uint8_t* at = bytes.begin();
  for (;;) {
    at = bytes.Need(at, step);
    const size_t size = std::min<size_t>(step, bytes.end() - at);
    out.insert(out.end(), at, at + size);
    at += size;
    if (bytes.ended() && at == bytes.end()) return out;
  }
}

TEST(ScanBytesTest, DropsStuffing) {
  ScanBytes bytes;
  const File data = {1, 0xFF, 0, 2, 0xFF, 0, 0xFF, 0, 0xFF, 0xD9, 5};
  EXPECT_EQ(Read(bytes, data, 16), (File{1, 0xFF, 2, 0xFF, 0xFF}));
  EXPECT_EQ(bytes.marker(), 0xD9);
  EXPECT_EQ(bytes.marker_at(), data.data() + 8);
}

TEST(ScanBytesTest, FindsTheMarkerBehindFillBytes) {
  ScanBytes bytes;
  const File data = {1, 0xFF, 0xFF, 0xFF, 0xD3, 5};
  EXPECT_EQ(Read(bytes, data, 16), File{1});
  EXPECT_EQ(bytes.marker(), 0xD3);
  EXPECT_EQ(bytes.marker_at(), data.data() + 1);
}

TEST(ScanBytesTest, KnowsNoMarkerWhereThereIsNone) {
  ScanBytes bytes;
  for (const File& data : {File{}, File{1}, File{1, 0xFF}, File{1, 0xFF, 0xFF, 0, 7}}) {
    const File out = Read(bytes, data, 16);
    EXPECT_EQ(out, data.empty() ? File{} : File{1});
    EXPECT_EQ(bytes.marker(), 0);
  }
}

TEST(ScanBytesTest, GivesLongSegmentsInPieces) {
  File data;
  File expected;
  for (uint32_t i = 0; i < 100000; ++i) {
    const auto byte = static_cast<uint8_t>(i * i >> 3);
    data.push_back(byte);
    if (byte == 0xFF) data.push_back(0);
    expected.push_back(byte);
  }
  data.insert(data.end(), {0xFF, 0xD0});
  ScanBytes bytes;
  for (size_t step : {size_t{1}, size_t{7}, size_t{2000}, ScanBytes::kBeyond}) {
    EXPECT_EQ(Read(bytes, data, step), expected) << step;
    EXPECT_EQ(bytes.marker(), 0xD0);
  }
}

}  // namespace
}  // namespace dareblopy::jpeg
