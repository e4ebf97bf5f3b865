// The floors under our JPEG benchmarks: bare loops over the same libjpeg-turbo, decompressors used
// again, outputs reused, nothing around them.
//
//   jpeg_floor FOLDER ROUNDS                    every *.jpg of FOLDER, loaded beforehand, to RGB
//   jpeg_floor FOLDER ROUNDS scaled EIGHTHS     the same, scaled in the inverse DCT
//   jpeg_floor FOLDER ROUNDS floats THREADS     a random window of 224x224 of each, normalised, as
//                                               float planes: jpeg({ ... }) by hand
//
// One line of milliseconds a round. With ROUNDS 0 it waits for lines on its standard input and does
// one round for each: so rounds can be paired with those of another program.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "core/image/kernels.h"
#include "core/image/plane_stream.h"

extern "C" {
#include <jpeglib.h>
}

namespace {

using File = std::vector<unsigned char>;

constexpr JDIMENSION kRowsPerCall = 8;
constexpr JDIMENSION kWindow = 224;
constexpr size_t kPlane = size_t{kWindow} * kWindow;
constexpr dareblopy::Affine kNormalize{{0.0171f, 0.0175f, 0.0174f, 1},
                                       {-2.118f, -2.036f, -1.804f, 0}};

std::vector<File> Load(const std::string& folder) {
  std::vector<File> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".jpg") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    files.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return files;
}

/// A decompressor that is used again for image after image, by one thread.
class Loop {
 public:
  Loop() {
    info_.err = jpeg_std_error(&errors_);
    jpeg_create_decompress(&info_);
  }
  ~Loop() { jpeg_destroy_decompress(&info_); }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void Whole(const File& file, std::vector<unsigned char>& out, unsigned eighths = 8) {
    Start(file, eighths);
    const size_t stride = size_t{info_.output_width} * 3;
    if (out.size() < stride * (info_.output_height + kRowsPerCall)) {
      out.resize(stride * (info_.output_height + kRowsPerCall));
    }
    while (info_.output_scanline < info_.output_height) {
      Read(out.data() + stride * info_.output_scanline, stride, kRowsPerCall);
    }
    jpeg_finish_decompress(&info_);
  }

  /// A fresh random window, mirrored half the time, as three planes of floats at `out`.
  void Window(const File& file, float* out) {
    constexpr JDIMENSION kMargin = 2;  // what upsampling looks at beside the window
    Start(file);
    const JDIMENSION x = static_cast<JDIMENSION>(random_()) % (info_.output_width - kWindow + 1);
    const JDIMENSION y = static_cast<JDIMENSION>(random_()) % (info_.output_height - kWindow + 1);
    const bool mirror = random_() % 2 != 0;
    JDIMENSION left = x > kMargin ? x - kMargin : 0;
    JDIMENSION width = std::min(x + kWindow + kMargin, info_.output_width) - left;
    jpeg_crop_scanline(&info_, &left, &width);
    jpeg_skip_scanlines(&info_, y);
    // Rows that start at a vector's place are written past the caches; these are read at once.
    const size_t stride = (size_t{width} * 3 + 31) / 32 * 32;
    rows_.resize(stride * kRowsPerCall + 64);
    unsigned char* rows = rows_.data() + (48 - reinterpret_cast<uintptr_t>(rows_.data()) % 32);
    dareblopy::PlaneStream stream(3);
    for (JDIMENSION row = 0; row < kWindow;) {
      const JDIMENSION got = Read(rows, stride, std::min(kRowsPerCall, kWindow - row));
      for (JDIMENSION i = 0; i < got; ++i, ++row) {
        const unsigned char* from = rows + stride * i + size_t{x - left} * 3;
        const dareblopy::PlanesOut to{out + size_t{row} * kWindow, kPlane};
        stream.Write(to, kWindow, [&](size_t first, size_t count, const auto& planes) {
          const size_t begin = mirror ? kWindow - first - count : first;
          kernels_.bytes_to_planes(from + begin * 3, 3, count, kNormalize, mirror, planes);
        });
      }
    }
    jpeg_abort_decompress(&info_);
  }

 private:
  void Start(const File& file, unsigned eighths = 8) {
    jpeg_mem_src(&info_, file.data(), file.size());
    jpeg_read_header(&info_, TRUE);
    info_.scale_num = eighths;
    info_.scale_denom = 8;
    info_.out_color_space = JCS_RGB;
    jpeg_start_decompress(&info_);
  }
  JDIMENSION Read(unsigned char* out, size_t stride, JDIMENSION count) {
    JSAMPROW rows[kRowsPerCall];
    for (size_t i = 0; i < count; ++i) rows[i] = out + stride * i;
    return jpeg_read_scanlines(&info_, rows, count);
  }

  jpeg_decompress_struct info_{};
  jpeg_error_mgr errors_{};
  const dareblopy::ImageKernels& kernels_ = dareblopy::Kernels();
  std::vector<unsigned char> rows_;
  std::minstd_rand random_{std::random_device{}()};
};

/// What one round does.
using Round = std::function<void()>;

Round WholeImages(const std::vector<File>& files, unsigned eighths) {
  return [&files, eighths, loop = std::make_shared<Loop>(),
          outputs = std::vector<std::vector<unsigned char>>(files.size())]() mutable {
    for (size_t i = 0; i < files.size(); ++i) loop->Whole(files[i], outputs[i], eighths);
  };
}

Round FloatWindows(const std::vector<File>& files, size_t threads) {
  auto loops = std::make_shared<std::vector<Loop>>(threads);
  auto outputs = std::make_shared<std::vector<float>>(files.size() * kPlane * 3);
  return [&files, loops, outputs] {
    std::atomic<size_t> next{0};
    const auto work = [&](Loop& loop) {
      for (size_t i = next++; i < files.size(); i = next++) {
        loop.Window(files[i], outputs->data() + i * kPlane * 3);
      }
    };
    std::vector<std::thread> others;
    for (size_t t = 1; t < loops->size(); ++t) others.emplace_back(work, std::ref((*loops)[t]));
    work(loops->front());
    for (std::thread& other : others) other.join();
  };
}

void Time(const Round& round) {
  const auto start = std::chrono::steady_clock::now();
  round();
  const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
  std::printf("%.3f\n", taken.count());
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const bool floats = argc == 5 && std::strcmp(argv[3], "floats") == 0;
  const bool scaled = argc == 5 && std::strcmp(argv[3], "scaled") == 0;
  if (argc != 3 && !floats && !scaled) {
    std::fprintf(stderr, "usage: jpeg_floor FOLDER ROUNDS [floats THREADS | scaled EIGHTHS]\n");
    return 2;
  }
  const auto files = Load(argv[1]);
  const int rounds = std::atoi(argv[2]);
  const unsigned long number = argc == 5 ? std::strtoul(argv[4], nullptr, 10) : 8;
  const Round round =
      floats ? FloatWindows(files, number) : WholeImages(files, static_cast<unsigned>(number));
  round();  // warm
  for (int i = 0; i < rounds; ++i) Time(round);
  if (rounds == 0) {
    while (std::getchar() != EOF) Time(round);
  }
  return 0;
}
