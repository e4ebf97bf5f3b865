#include "core/image/row_writer.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

namespace dareblopy {
namespace {

constexpr float kUntouched = -12345;
constexpr Affine kAffine = {{1.5f, 0.25f, -3.0f, 2.0f}, {0.5f, -7.0f, 11.0f, 1.0f}};

/// Float planes at `offset` floats from a cache line's start, with untouched ones around them.
class Planes {
 public:
  Planes(size_t count, size_t offset) : count_(count), memory_(count + 64, kUntouched) {
    const auto address = reinterpret_cast<uintptr_t>(memory_.data());
    first_ = 16 + (-address % 64) / sizeof(float) + offset;
  }
  uint8_t* bytes() { return reinterpret_cast<uint8_t*>(memory_.data() + first_); }
  std::vector<float> values() const {
    return {memory_.begin() + static_cast<ptrdiff_t>(first_),
            memory_.begin() + static_cast<ptrdiff_t>(first_ + count_)};
  }
  bool only_inside() const {
    for (size_t i = 0; i < memory_.size(); ++i) {
      const bool inside = i >= first_ && i < first_ + count_;
      if (!inside && memory_[i] != kUntouched) return false;
    }
    return true;
  }

 private:
  size_t count_;
  size_t first_;
  std::vector<float> memory_;
};

/// Writes an image by rows in some order, past the caches or not.
std::vector<float> Write(const ImageFormat& format, size_t offset, bool past, bool upwards,
                         bool from_floats, uint32_t left) {
  const auto [width, height] = format.size;
  Planes planes(format.values(), offset);
  {
    RowWriter writer(format, planes.bytes(), past);
    const size_t pixels = width - 2 * left;
    for (uint32_t i = 0; i < height; ++i) {
      const uint32_t y = upwards ? height - 1 - i : i;
      std::vector<uint8_t> row(pixels * format.channels);
      for (size_t k = 0; k < row.size(); ++k) row[k] = static_cast<uint8_t>(k * 7 + y * 31);
      if (from_floats) {
        std::vector<float> floats(row.begin(), row.end());
        floats.resize(floats.size() + 8);
        writer.WriteFloats(y, left, floats.data(), pixels);
      } else {
        writer.WriteBytes(y, left, row.data(), pixels, y % 3 == 1);
      }
    }
  }
  EXPECT_TRUE(planes.only_inside());
  return planes.values();
}

TEST(RowWriterTest, WritesTheSamePastTheCaches) {
  for (uint32_t channels : {1u, 3u, 4u}) {
    for (const ImageSize size : {ImageSize{224, 6}, ImageSize{100, 8}, ImageSize{7, 32},
                                 ImageSize{33, 5}, ImageSize{16, 3}}) {
      const ImageFormat format{.size = size,
                               .channels = channels,
                               .dtype = DType::float32,
                               .layout = Layout::chw,
                               .affine = kAffine};
      for (size_t offset : {0, 1, 4, 15}) {
        for (bool upwards : {false, true}) {
          for (bool floats : {false, true}) {
            for (uint32_t left : {0u, 2u}) {
              EXPECT_EQ(Write(format, offset, true, upwards, floats, left),
                        Write(format, offset, false, upwards, floats, left))
                  << size.width << "x" << size.height << " by " << channels << " at " << offset;
            }
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace dareblopy
