// Bands give the pixels of the whole, or say no.
#include "core/jpeg/band_decode.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "core/jpeg/test_images.h"

namespace dareblopy::jpeg {
namespace {

using File = std::vector<uint8_t>;
using Pixels = std::vector<uint8_t>;

struct Picture {
  File file;
  ImageSize size;
};

Picture Make(ImageSize size, ChromaSubsampling subsampling, uint32_t restart_mcus) {
  const File plain = TestJpeg(size, PixelFormat::rgb, {.subsampling = subsampling});
  Buffer out;
  const RepackOptions options{.restart_mcus = restart_mcus};
  EXPECT_TRUE(Backends().front()->Repack(plain, options, out).ok());
  return {{out.data(), out.data() + out.size()}, size};
}

/// Whether decoding in one piece is without a word.
bool Whole(Bytes file, const Rect& window, Pixels& pixels) {
  Decompressor& decompressor = Backends().front()->ThreadDecompressor();
  const OpenImage open(decompressor);
  pixels.assign(size_t{3} * window.width * window.height, 0);
  return decompressor.Open(file, {.read_all = true}).ok() && decompressor.Prepare({}).ok() &&
         decompressor.Decode(window, pixels.data(), size_t{3} * window.width).ok();
}

bool Banded(Bytes file, const Rect& window, uint32_t bands, ThreadPool& pool, Pixels& pixels) {
  pixels.assign(size_t{3} * window.width * window.height, 0);
  const OpenOptions open{.entropy = EntropyDecoder::ours};
  const BandWork work{*Backends().front(), file, open, {}, window};
  return DecodeBands(work, bands, pool, pixels.data(), size_t{3} * window.width);
}

TEST(BandDecodeTest, GivesThePixelsOfTheWhole) {
  ThreadPool pool(3);
  for (auto subsampling : {ChromaSubsampling::s444, ChromaSubsampling::s422,
                           ChromaSubsampling::s420, ChromaSubsampling::s440}) {
    for (uint32_t interval : {1u, 4u, 5u, 7u, 50u, 1000u}) {
      const Picture picture = Make({83, 131}, subsampling, interval);
      for (const Rect& window : {Rect{0, 0, 83, 131}, Rect{20, 9, 40, 101}}) {
        Pixels whole;
        Pixels banded;
        ASSERT_TRUE(Whole(picture.file, window, whole));
        for (uint32_t bands : {1u, 2u, 3u, 8u}) {
          ASSERT_TRUE(Banded(picture.file, window, bands, pool, banded)) << interval;
          EXPECT_TRUE(banded == whole) << interval << ", " << bands;
        }
      }
    }
  }
}

/// What a decode in one piece complains of, the bands do not overlook; and nothing else.
TEST(BandDecodeTest, SaysNoToWhateverTheWholeComplainsOf) {
  ThreadPool pool(2);
  for (uint32_t interval : {2u, 3u}) {
    const Picture picture = Make({40, 64}, ChromaSubsampling::s444, interval);
    const Rect window{0, 0, 40, 64};
    const auto check = [&](const File& file, size_t at) {
      Pixels whole;
      Pixels banded;
      const bool sound = Whole(file, window, whole);
      const bool accepted = Banded(file, window, 3, pool, banded);
      EXPECT_TRUE(sound || !accepted) << at;
      if (accepted) EXPECT_TRUE(banded == whole) << at;
    };
    for (size_t at = 2; at < picture.file.size(); ++at) {
      for (uint8_t flip : {0x01, 0x80}) {
        File damaged = picture.file;
        damaged[at] ^= flip;
        check(damaged, at);
      }
      if (at % 7 != 0) continue;
      check(File(picture.file.begin(), picture.file.begin() + static_cast<long>(at)), at);
      File longer = picture.file;
      longer.insert(longer.begin() + static_cast<long>(at), 0x12);
      check(longer, at);
    }
  }
}

TEST(BandDecodeTest, OnlyWhereItPays) {
  const Picture large = Make({1100, 1000}, ChromaSubsampling::s420, 69);
  const auto bands = [](const File& file, const OpenOptions& open, const Rect& window,
                        const ThreadPool& pool) {
    return BandsOf({*Backends().front(), file, open, {}, window}, pool);
  };
  const ThreadPool four(4);
  const ThreadPool one(1);
  const Rect whole{0, 0, 1100, 1000};
  EXPECT_GT(bands(large.file, {}, whole, four), 1u);
  EXPECT_EQ(bands(large.file, {}, whole, one), 1u);
  EXPECT_EQ(bands(large.file, {}, {0, 0, 400, 400}, four), 1u);
  EXPECT_EQ(bands(large.file, {.tolerant = true}, whole, four), 1u);
  EXPECT_EQ(bands(TestJpeg({1100, 1000}), {}, whole, four), 1u);
}

}  // namespace
}  // namespace dareblopy::jpeg
