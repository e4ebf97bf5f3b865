#include "core/checksum/crc32.h"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace dareblopy {
namespace {

Bytes BytesOf(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// One bit at a time, as the polynomial is defined.
uint32_t Crc32BitByBit(Bytes bytes) {
  uint32_t crc = ~0u;
  for (const uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
  }
  return ~crc;
}

TEST(Crc32, GivesThePublishedCheckValue) {
  EXPECT_EQ(Crc32(0, BytesOf("123456789")), 0xCBF43926u);
  EXPECT_EQ(Crc32(0, {}), 0u);
}

TEST(Crc32, EveryLengthAndAlignmentAgreesWithTheDefinition) {
  std::vector<uint8_t> data(1200);
  for (size_t i = 0; i < data.size(); ++i) data[i] = static_cast<uint8_t>(i * 167 + (i >> 3));
  for (size_t begin : {0, 1, 7, 31}) {
    for (size_t length = 0; length + begin <= data.size(); length += length < 300 ? 1 : 41) {
      const Bytes part(data.data() + begin, length);
      ASSERT_EQ(Crc32(0, part), Crc32BitByBit(part)) << begin << " " << length;
    }
  }
}

TEST(Crc32, PartsContinueEachOther) {
  const Bytes whole = BytesOf("The quick brown fox jumps over the lazy dog");
  for (size_t cut = 0; cut <= whole.size(); ++cut) {
    EXPECT_EQ(Crc32(Crc32(0, whole.first(cut)), whole.subspan(cut)), 0x414FA339u);
  }
}

}  // namespace
}  // namespace dareblopy
