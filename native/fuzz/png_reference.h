// A PNG decoder as the specification words it, a pixel and a bit at a time, to compare ours with.
// It knows sound files alone.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <vector>

#include "core/base/endian.h"
#include "core/png/header.h"

namespace png_reference {

using dareblopy::Bytes;
using dareblopy::LoadBe32;
using dareblopy::png::ColorType;
using dareblopy::png::Header;

/// The IDAT chunks, inflated; nothing unless that gives exactly `size` bytes.
inline std::optional<std::vector<uint8_t>> Inflate(Bytes file, size_t size) {
  std::vector<uint8_t> packed;
  for (size_t at = 8; at + 12 <= file.size();) {
    const size_t length = LoadBe32(file.data() + at);
    if (length > file.size() - at - 12) break;
    const uint8_t* body = file.data() + at + 8;
    if (LoadBe32(file.data() + at + 4) == dareblopy::png::kIdat) {
      packed.insert(packed.end(), body, body + length);
    }
    at += length + 12;
  }
  std::vector<uint8_t> raw(size + 1);
  uLongf made = raw.size();
  if (uncompress(raw.data(), &made, packed.data(), packed.size()) != Z_OK) return std::nullopt;
  if (made != size) return std::nullopt;
  raw.resize(size);
  return raw;
}

inline int Predict(int filter, int a, int b, int c) {
  const int p = a + b - c;
  const int pa = std::abs(p - a);
  const int pb = std::abs(p - b);
  const int pc = std::abs(p - c);
  switch (filter) {
    case 1:
      return a;
    case 2:
      return b;
    case 3:
      return (a + b) / 2;
    case 4:
      return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    default:
      return 0;
  }
}

/// 16-bit samples of all pixels, unscaled, [height][width][samples].
inline std::optional<std::vector<uint16_t>> Samples(Bytes file, const Header& header) {
  struct Grid {
    uint32_t x, y, dx, dy;
  };
  std::vector<Grid> grids = {{0, 0, 1, 1}};
  if (header.interlaced) {
    grids = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
             {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
  }
  const auto [width, height] = header.size;
  const uint32_t count = header.samples();
  const uint32_t depth = header.bit_depth;
  const auto extent = [](uint32_t whole, uint32_t first, uint32_t step) -> uint32_t {
    return whole > first ? (whole - first + step - 1) / step : 0;
  };
  size_t size = 0;
  for (const Grid& grid : grids) {
    const uint32_t columns = extent(width, grid.x, grid.dx);
    const uint32_t lines = extent(height, grid.y, grid.dy);
    if (columns > 0) size += size_t{lines} * (1 + (size_t{columns} * count * depth + 7) / 8);
  }
  const auto inflated = Inflate(file, size);
  if (!inflated) return std::nullopt;
  std::vector<uint8_t> raw = *inflated;
  std::vector<uint16_t> out(size_t{width} * height * count);
  const size_t step = (count * depth + 7) / 8;
  size_t at = 0;
  for (const Grid& grid : grids) {
    const uint32_t columns = extent(width, grid.x, grid.dx);
    const size_t bytes = (size_t{columns} * count * depth + 7) / 8;
    if (columns == 0) continue;
    size_t above = 0;
    for (uint32_t y = grid.y; y < height; y += grid.dy, above = at, at += bytes) {
      const int filter = raw[at++];
      if (filter > 4) return std::nullopt;
      for (size_t i = 0; i < bytes; ++i) {
        const bool first = y == grid.y;
        const int a = i >= step ? raw[at + i - step] : 0;
        const int b = first ? 0 : raw[above + i];
        const int c = first || i < step ? 0 : raw[above + i - step];
        raw[at + i] = static_cast<uint8_t>(raw[at + i] + Predict(filter, a, b, c));
      }
      for (uint32_t i = 0; i < columns * count; ++i) {
        uint32_t value = 0;
        for (uint32_t bit = 0; bit < depth; ++bit) {
          const size_t place = size_t{i} * depth + bit;
          value = value << 1 | (raw[at + place / 8] >> (7 - place % 8) & 1);
        }
        const size_t x = grid.x + size_t{i / count} * grid.dx;
        out[(size_t{y} * width + x) * count + i % count] = static_cast<uint16_t>(value);
      }
    }
  }
  return out;
}

}  // namespace png_reference
