// One suite, run against every kernel that this CPU can run.
#include "core/checksum/crc32c.h"

#include <gtest/gtest.h>

#include <cstring>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "core/checksum/crc32c_polynomial.h"

namespace dareblopy {
namespace {

std::vector<uint8_t> Noise(size_t size) {
  std::vector<uint8_t> bytes(size);
  uint64_t state = 0x9e3779b97f4a7c15;
  for (auto& byte : bytes) {
    state = state * 6364136223846793005 + 1442695040888963407;
    byte = static_cast<uint8_t>(state >> 56);
  }
  return bytes;
}

/// Straight from the definition, a bit at a time.
uint32_t BitByBit(uint32_t state, const uint8_t* data, size_t size) {
  for (size_t i = 0; i < size; ++i) {
    state ^= data[i];
    for (int bit = 0; bit < 8; ++bit) state = crc32c::TimesX(state);
  }
  return state;
}

class Crc32cTest : public testing::TestWithParam<Crc32cKernel> {
 protected:
  uint32_t Crc(const void* data, size_t size) const {
    return ~GetParam().extend(~uint32_t{0}, static_cast<const uint8_t*>(data), size);
  }
};

// RFC 3720, appendix B.4.
TEST_P(Crc32cTest, VectorsOfTheRfc) {
  std::vector<uint8_t> bytes(32, 0);
  EXPECT_EQ(Crc(bytes.data(), 32), 0x8a9136aau);
  bytes.assign(32, 0xff);
  EXPECT_EQ(Crc(bytes.data(), 32), 0x62a8ab43u);
  for (uint8_t i = 0; i < 32; ++i) bytes[i] = i;
  EXPECT_EQ(Crc(bytes.data(), 32), 0x46dd794eu);
  for (uint8_t i = 0; i < 32; ++i) bytes[i] = static_cast<uint8_t>(31 - i);
  EXPECT_EQ(Crc(bytes.data(), 32), 0x113fdb5cu);
  EXPECT_EQ(Crc("123456789", 9), 0xe3069283u);
  EXPECT_EQ(Crc(nullptr, 0), 0u);
}

TEST_P(Crc32cTest, EverySizeUpTo2048AtEveryAlignment) {
  const auto bytes = Noise(2048 + 16);
  for (size_t align = 0; align < 16; align += 3) {
    uint32_t expected = ~uint32_t{0};
    for (size_t size = 0; size <= 2048; ++size) {
      ASSERT_EQ(GetParam().extend(~uint32_t{0}, bytes.data() + align, size), expected)
          << size << " at " << align;
      expected = BitByBit(expected, bytes.data() + align + size, 1);
    }
  }
}

TEST_P(Crc32cTest, LongInputsAndAnyPlaceToContinue) {
  const auto bytes = Noise(200'003);
  const uint32_t expected = BitByBit(~uint32_t{0}, bytes.data(), bytes.size());
  EXPECT_EQ(GetParam().extend(~uint32_t{0}, bytes.data(), bytes.size()), expected);
  for (size_t cut :
       {size_t{1}, size_t{511}, size_t{4095}, size_t{8064}, size_t{100'001}, bytes.size()}) {
    const uint32_t first = GetParam().extend(~uint32_t{0}, bytes.data(), cut);
    EXPECT_EQ(GetParam().extend(first, bytes.data() + cut, bytes.size() - cut), expected) << cut;
  }
}

TEST_P(Crc32cTest, ReadsNothingBeyondItsInput) {
  for (const size_t size : std::initializer_list<size_t>{1, 7, 8, 255, 768, 9000, 20'000}) {
    auto exact = std::make_unique<uint8_t[]>(size);  // the sanitizer watches its end
    std::memset(exact.get(), 0x5a, size);
    EXPECT_EQ(GetParam().extend(0, exact.get(), size), BitByBit(0, exact.get(), size)) << size;
  }
}

std::vector<Crc32cKernel> KernelsOfThisCpu() {
  std::vector<Crc32cKernel> kernels;
  for (const auto& kernel : Crc32cKernels()) {
    if (kernel.supported(Cpu())) kernels.push_back(kernel);
  }
  return kernels;
}

INSTANTIATE_TEST_SUITE_P(Kernels, Crc32cTest, testing::ValuesIn(KernelsOfThisCpu()),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Crc32c, ExtendsACrcByMoreBytes) {
  const auto bytes = Noise(1000);
  const Bytes all(bytes);
  EXPECT_EQ(Crc32c(all.subspan(300), Crc32c(all.first(300))), Crc32c(all));
}

}  // namespace
}  // namespace dareblopy
