#include "core/image/row_decoder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "core/image/float16.h"
#include "core/image/whole_image.h"
#include "core/jpeg/jpeg_codec.h"
#include "core/jpeg/test_images.h"

namespace dareblopy {
namespace {

using jpeg::TestJpeg;

std::shared_ptr<const ImageCodec> Jpeg() {
  return std::make_shared<jpeg::JpegCodec>(jpeg::CodecOptions{});
}

std::vector<uint8_t> DecodeBytes(const RowOptions& options, Bytes jpeg, uint64_t key = 0) {
  const RowDecoder decoder(Jpeg(), options);
  std::vector<uint8_t> row(decoder.columns()[0].row_bytes, 0xCC);
  uint8_t* column = row.data();
  const Status status = decoder.DecodeRow(jpeg, {.key = key, .columns = {&column, 1}});
  EXPECT_TRUE(status.ok()) << status.error().message;
  return row;
}

std::vector<float> DecodeFloats(RowOptions options, Bytes jpeg, uint64_t key = 0) {
  options.dtype = DType::float32;
  const auto row = DecodeBytes(options, jpeg, key);
  std::vector<float> values(row.size() / sizeof(float));
  std::memcpy(values.data(), row.data(), row.size());
  return values;
}

std::vector<uint8_t> DecodeWhole(Bytes jpeg) {
  const auto codec = Jpeg();
  WholeImage decoder(*codec, {});
  EXPECT_TRUE(decoder.Open(jpeg).ok());
  std::vector<uint8_t> pixels(decoder.ByteSize());
  EXPECT_TRUE(decoder.Decode(pixels.data()).ok());
  return pixels;
}

TEST(RowDecoderTest, ShapeAndBytesOfARow) {
  RowOptions options;
  options.geometry.size = {224, 100};
  EXPECT_EQ(RowDecoder(Jpeg(), options).columns()[0].row_shape,
            (std::vector<uint64_t>{100, 224, 3}));
  options.layout = Layout::chw;
  options.dtype = DType::float32;
  EXPECT_EQ(RowDecoder(Jpeg(), options).columns()[0].row_shape,
            (std::vector<uint64_t>{3, 100, 224}));
  EXPECT_EQ(RowDecoder(Jpeg(), options).columns()[0].row_bytes, size_t{3} * 100 * 224 * 4);
}

TEST(RowDecoderTest, CutsTheWindowInTheMiddle) {
  const auto jpeg = TestJpeg({60, 50});
  const auto whole = DecodeWhole(jpeg);
  RowOptions options;
  options.geometry = {.size = {20, 30}, .fit = Fit::none};
  const auto row = DecodeBytes(options, jpeg);
  for (size_t y = 0; y < 30; ++y) {
    EXPECT_EQ(std::memcmp(row.data() + y * 60, whole.data() + ((y + 10) * 60 + 20) * 3, 60), 0)
        << y;
  }
}

TEST(RowDecoderTest, CastsMirrorsAndLaysOutTheSamePixels) {
  const auto jpeg = TestJpeg({41, 33});
  const auto whole = DecodeWhole(jpeg);
  for (bool mirror : {false, true}) {
    for (bool invert : {false, true}) {
      for (Layout layout : {Layout::hwc, Layout::chw}) {
        for (DType dtype : {DType::uint8, DType::float16, DType::float32}) {
          RowOptions options;
          options.geometry = {.size = {41, 33},
                              .fit = Fit::none,
                              .flip_horizontal = mirror ? 1.0 : 0.0,
                              .flip_vertical = invert ? 1.0 : 0.0};
          options.layout = layout;
          options.dtype = dtype;
          if (dtype != DType::uint8) options.affine = {{0.5f, 2, 1, 1}, {1, -3, 0.25f, 0}};
          const auto row = DecodeBytes(options, jpeg);
          for (size_t y = 0; y < 33; ++y) {
            for (size_t x = 0; x < 41; ++x) {
              for (size_t c = 0; c < 3; ++c) {
                const size_t from = ((invert ? 32 - y : y) * 41 + (mirror ? 40 - x : x)) * 3 + c;
                const size_t at =
                    layout == Layout::hwc ? (y * 41 + x) * 3 + c : (c * 33 + y) * 41 + x;
                const float expected = static_cast<float>(whole[from]) * options.affine.scale[c] +
                                       options.affine.bias[c];
                float value = row[at];
                if (dtype == DType::float32) std::memcpy(&value, row.data() + at * 4, 4);
                if (dtype == DType::float16) {
                  uint16_t half = 0;
                  std::memcpy(&half, row.data() + at * 2, 2);
                  value = HalfToFloat(half);
                  ASSERT_EQ(value, HalfToFloat(FloatToHalf(expected)));
                  continue;
                }
                ASSERT_EQ(value, expected) << y << " " << x << " " << c;
              }
            }
          }
        }
      }
    }
  }
}

/// Mean over whole blocks: what every averaging filter must give for a reduction by a whole factor.
TEST(RowDecoderTest, AreaOfAWholeFactorIsTheMeanOfBlocks) {
  const auto jpeg = TestJpeg({96, 64});
  const auto whole = DecodeWhole(jpeg);
  RowOptions options;
  options.geometry = {.size = {32, 32}, .fit = Fit::stretch};
  options.resample = Resample::area;
  options.exact = true;
  const auto row = DecodeFloats(options, jpeg);
  for (size_t y = 0; y < 32; ++y) {
    for (size_t x = 0; x < 32; ++x) {
      double sum = 0;
      for (size_t i = 0; i < 6; ++i) sum += whole[((2 * y + i / 3) * 96 + 3 * x + i % 3) * 3];
      ASSERT_NEAR(row[(y * 32 + x) * 3], sum / 6, 1e-3);
    }
  }
}

TEST(RowDecoderTest, ScalingInTheTransformStaysNearTheExactPixels) {
  const auto jpeg = TestJpeg({640, 427}, PixelFormat::rgb, {.quality = 95});
  RowOptions options;
  options.geometry.size = {100, 100};
  const auto fast = DecodeFloats(options, jpeg);
  options.exact = true;
  const auto exact = DecodeFloats(options, jpeg);
  double squares = 0;
  for (size_t i = 0; i < exact.size(); ++i) squares += (fast[i] - exact[i]) * (fast[i] - exact[i]);
  const double psnr = 10 * std::log10(255.0 * 255.0 * static_cast<double>(exact.size()) / squares);
  EXPECT_GT(psnr, 30) << "shifted or mixed up pixels give less than 25";
  EXPECT_NE(fast, exact);
}

TEST(RowDecoderTest, FlippedResizeIsTheMirrorImage) {
  const auto jpeg = TestJpeg({150, 100});
  RowOptions options;
  options.geometry.size = {64, 64};
  const auto straight = DecodeFloats(options, jpeg);
  options.geometry.flip_horizontal = 1;
  const auto mirrored = DecodeFloats(options, jpeg);
  for (size_t y = 0; y < 64; ++y) {
    for (size_t x = 0; x < 64; ++x) {
      ASSERT_EQ(straight[(y * 64 + x) * 3 + 1], mirrored[(y * 64 + 63 - x) * 3 + 1]);
    }
  }
}

TEST(RowDecoderTest, PadsWithTheBackground) {
  const auto jpeg = TestJpeg({80, 40});
  RowOptions options;
  options.geometry = {.size = {40, 40}, .fit = Fit::pad};
  options.background = {10, 20, 30, 0};
  const auto row = DecodeBytes(options, jpeg);
  for (size_t y : {0, 9, 30, 39}) {
    EXPECT_EQ(row[(y * 40 + 5) * 3], 10) << y;
    EXPECT_EQ(row[(y * 40 + 5) * 3 + 2], 30) << y;
  }
  options.geometry = {.size = {40, 20}, .fit = Fit::stretch};
  const auto inner = DecodeBytes(options, jpeg);
  EXPECT_EQ(std::memcmp(row.data() + 10 * 40 * 3, inner.data(), inner.size()), 0);
}

TEST(RowDecoderTest, ChoicesDependOnTheKeyAlone) {
  const auto jpeg = TestJpeg({100, 90});
  RowOptions options;
  options.geometry = {.size = {48, 48}, .crop = Crop::random_resized, .flip_horizontal = 0.5};
  EXPECT_EQ(DecodeBytes(options, jpeg, 7), DecodeBytes(options, jpeg, 7));
  EXPECT_NE(DecodeBytes(options, jpeg, 7), DecodeBytes(options, jpeg, 8));
}

TEST(RowDecoderTest, RefusesAWindowLargerThanTheImage) {
  const auto jpeg = TestJpeg({30, 30});
  RowOptions options;
  options.geometry = {.size = {40, 20}, .fit = Fit::none};
  const RowDecoder decoder(Jpeg(), options);
  std::vector<uint8_t> row(decoder.columns()[0].row_bytes);
  uint8_t* column = row.data();
  const Status status = decoder.DecodeRow(jpeg, {.columns = {&column, 1}});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, ErrorCode::JPEG_REGION_OUTSIDE);
}

TEST(ImageListDecoderTest, KeepsEachImagesSize) {
  const auto a = TestJpeg({20, 10});
  const auto b = TestJpeg({8, 16});
  const ImageListDecoder decoder(Jpeg(), {});
  const auto rows = decoder.NewVariable(3);
  EXPECT_TRUE(decoder.DecodeRow(a, {.row = 0, .columns = {}, .variable = rows.get()}).ok());
  EXPECT_TRUE(decoder.DecodeRow(b, {.row = 2, .columns = {}, .variable = rows.get()}).ok());
  auto value = rows->Finish({1, 0, 1});
  ASSERT_TRUE(value.ok());
  const auto& list = std::get<ListValue>(value.value().v);
  ASSERT_EQ(list.size(), 2u);
  const auto& second = std::get<ArrayValue>(list[1].v);
  EXPECT_EQ(second.shape, (std::vector<uint64_t>{16, 8, 3}));
  const auto whole = DecodeWhole(b);
  EXPECT_EQ(std::memcmp(second.data.data(), whole.data(), whole.size()), 0);
}

}  // namespace
}  // namespace dareblopy
