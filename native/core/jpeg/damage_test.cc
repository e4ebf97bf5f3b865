// Which files that deviate from the standard are read: those of which every pixel is there.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/jpeg/backend.h"
#include "core/jpeg/test_images.h"
#include "core/testing/testdata.h"

namespace dareblopy::jpeg {
namespace {

using Bytestring = std::vector<uint8_t>;

Bytestring ReadTestFile(const std::string& name) {
  std::ifstream in(Testdata() / "jpeg" / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

struct Decoded {
  Status status;
  Bytestring pixels;
  std::vector<Warning> warnings;
};

Decoded Decode(BackendId id, Bytes data, const OpenOptions& options = {}) {
  auto& decompressor = FindBackend(id).value()->ThreadDecompressor();
  OpenImage image(decompressor);
  Decoded result;
  auto size = image->Open(data, options);
  if (size.ok()) size = image->Prepare({});
  if (!size.ok()) return {std::move(size.error()), {}, {}};
  const auto [width, height] = size.value();
  result.pixels.resize(size_t{width} * height * 3);
  result.status = image->Decode({0, 0, width, height}, result.pixels.data(), size_t{width} * 3);
  result.warnings = image->warnings();
  return result;
}

class DamageTest : public testing::TestWithParam<const char*> {
 protected:
  DamageTest() : whole_(ReadTestFile(GetParam())) {}
  Bytestring Without(size_t bytes) const { return {whole_.begin(), whole_.end() - bytes}; }
  /// Pixels as the whole file's, for every backend and way to read; refused when strict.
  void ExpectReadAs(const Bytestring& file, const char* warning) const {
    for (const Backend* backend : Backends()) {
      const Decoded good = Decode(backend->id(), whole_);
      ASSERT_TRUE(good.status.ok());
      for (const auto entropy : {EntropyDecoder::quickest, EntropyDecoder::library}) {
        const Decoded decoded = Decode(backend->id(), file, {.entropy = entropy});
        ASSERT_TRUE(decoded.status.ok()) << decoded.status.error().message;
        EXPECT_EQ(decoded.pixels, good.pixels);
        ASSERT_FALSE(decoded.warnings.empty());
        EXPECT_NE(decoded.warnings.back().message.find(warning), std::string::npos)
            << decoded.warnings.back().message;
      }
      EXPECT_FALSE(Decode(backend->id(), file, {.strict = true}).status.ok());
    }
  }

  const Bytestring whole_;
};

TEST_P(DamageTest, StrayBytesBeforeTheEndAreRead) {
  Bytestring file = Without(2);
  for (int i = 0; i < 80; ++i) file.push_back(static_cast<uint8_t>(i * 3 % 255));
  file.insert(file.end(), {0xFF, 0xD9});
  ExpectReadAs(file, "extraneous bytes before marker");
}

TEST_P(DamageTest, AMissingEndIsRead) {
  ExpectReadAs(Without(2), "Premature end of JPEG file");
  ExpectReadAs(Without(1), "Premature end of JPEG file");
}

TEST_P(DamageTest, ZerosInPlaceOfTheEndAreRead) {
  Bytestring file = Without(2);
  file.resize(file.size() + 100);
  ExpectReadAs(file, "extraneous bytes before marker");
}

TEST_P(DamageTest, EveryTruncationBeforeThatIsRefusedOrWhole) {
  const Bytestring good = Decode(BackendId::turbo, whole_).pixels;
  for (const Backend* backend : Backends()) {
    for (size_t lost = 3; lost < whole_.size(); lost += lost < 40 ? 1 : 97) {
      for (const size_t zeros : {size_t{0}, size_t{64}}) {
        Bytestring file = Without(lost);
        file.insert(file.end(), zeros, 0);
        const Decoded decoded = Decode(backend->id(), file);
        // Of the last byte padding may be all that is missing. Zeros that stand for codes are coded
        // data like any other, which nothing tells from what was meant.
        if (decoded.status.ok() && zeros == 0) {
          EXPECT_EQ(decoded.pixels, good) << lost;
          EXPECT_LE(lost, 4u);
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Files, DamageTest,
                         testing::Values("s420.jpg", "s444.jpg", "gray.jpg", "restart.jpg",
                                         "progressive.jpg", "progressive-gray.jpg",
                                         "optimized.jpg"));

TEST_P(DamageTest, ZerosInPlaceOfDataAreRefused) {
  // As in a file whose transfer broke off: its size was taken at once, the rest of it never came.
  for (const Backend* backend : Backends()) {
    for (size_t lost = 60; lost < whole_.size() - 700; lost += 61) {
      Bytestring file = Without(lost);
      file.resize(whole_.size() + 5000);
      EXPECT_FALSE(Decode(backend->id(), file).status.ok()) << lost;
    }
  }
}

TEST(DamagedScanTest, ALostScanIsRefused) {
  const Bytestring whole = ReadTestFile("progressive.jpg");
  // The last scan's marker: everything before it is whole.
  size_t scan = whole.size();
  while (!(whole[--scan] == 0xDA && whole[scan - 1] == 0xFF)) {
  }
  const Bytestring file(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(scan - 1));
  for (const Backend* backend : Backends()) {
    const Decoded decoded = Decode(backend->id(), file);
    ASSERT_FALSE(decoded.status.ok());
    EXPECT_EQ(decoded.status.error().code, ErrorCode::JPEG_TRUNCATED);
  }
}

TEST(DamagedScanTest, ArithmeticCodingWithoutItsEndIsRefused) {
  // Where its data end, zeros follow without a word: nothing tells whether some are missing.
  Bytestring file = ReadTestFile("arithmetic.jpg");
  file.resize(file.size() - 2);
  EXPECT_FALSE(Decode(BackendId::turbo, file).status.ok());
}

}  // namespace
}  // namespace dareblopy::jpeg
