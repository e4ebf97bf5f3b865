// The floor under our JPEG benchmarks: a bare C loop over the same libjpeg-turbo, one decompressor
// used again, outputs reused, nothing around it.
//
//   jpeg_floor FOLDER ROUNDS    every *.jpg of FOLDER, loaded beforehand; one line of milliseconds
//   a round
//
// With ROUNDS 0 it waits for lines on its standard input and does one round for each: so rounds can
// be paired with those of another program.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" {
#include <jpeglib.h>
}

namespace {

using File = std::vector<unsigned char>;

std::vector<File> Load(const std::string& folder) {
  std::vector<File> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".jpg") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    files.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return files;
}

void Decode(jpeg_decompress_struct& info, const File& file, std::vector<unsigned char>& out) {
  jpeg_mem_src(&info, file.data(), file.size());
  jpeg_read_header(&info, TRUE);
  info.out_color_space = JCS_RGB;
  jpeg_start_decompress(&info);
  const size_t stride = size_t{info.output_width} * 3;
  const size_t rows_a_call = 8;
  if (out.size() < stride * (info.output_height + rows_a_call)) {
    out.resize(stride * (info.output_height + rows_a_call));
  }
  while (info.output_scanline < info.output_height) {
    JSAMPROW rows[rows_a_call];
    for (size_t i = 0; i < rows_a_call; ++i) {
      rows[i] = out.data() + stride * (info.output_scanline + i);
    }
    jpeg_read_scanlines(&info, rows, rows_a_call);
  }
  jpeg_finish_decompress(&info);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: jpeg_floor FOLDER ROUNDS\n");
    return 2;
  }
  const auto files = Load(argv[1]);
  const int rounds = std::atoi(argv[2]);
  jpeg_decompress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&info);
  std::vector<std::vector<unsigned char>> outputs(files.size());
  const auto run = [&] {
    const auto start = std::chrono::steady_clock::now();
    for (size_t i = 0; i < files.size(); ++i) Decode(info, files[i], outputs[i]);
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - start;
    std::printf("%.3f\n", taken.count());
    std::fflush(stdout);
  };
  for (size_t i = 0; i < files.size(); ++i) Decode(info, files[i], outputs[i]);  // warm
  for (int round = 0; round < rounds; ++round) run();
  if (rounds == 0) {
    while (std::getchar() != EOF) run();
  }
  jpeg_destroy_decompress(&info);
  return 0;
}
