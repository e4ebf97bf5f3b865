// Reading loose files in bare C++: open, fstat, pread, close and nothing else.
//
//   files_floor FOLDER THREADS fresh|reused    all files, into memory that is allocated and freed
//                                              each round, or kept
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/floor.h"
#include "core/base/buffer.h"

using dareblopy::Buffer;

namespace {

void Read(const std::string& path, Buffer& out) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat info {};
  if (fd < 0 || ::fstat(fd, &info) != 0) std::exit(1);
  out.Resize(static_cast<size_t>(info.st_size));
  if (::pread(fd, out.data(), out.size(), 0) != info.st_size) std::exit(1);
  ::close(fd);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1]))
    paths.push_back(entry.path().string());
  const size_t threads = std::atoi(argv[2]);
  const bool fresh = std::string(argv[3]) == "fresh";
  std::vector<Buffer> outs(paths.size());
  AnswerRounds([&] {
    OnThreads(threads, paths.size(), [&](size_t i) { Read(paths[i], outs[i]); });
    if (fresh) outs = std::vector<Buffer>(paths.size());
  });
}
