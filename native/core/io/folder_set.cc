#include "core/io/folder_set.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "core/base/glob.h"
#include "core/io/file.h"
#include "core/io/file_set.h"

namespace dareblopy {

namespace fs = std::filesystem;

Result<std::shared_ptr<FolderSet>> FolderSet::List(std::string root, const FolderOptions& options) {
  std::error_code failed;
  const fs::file_status status = fs::status(root, failed);
  if (status.type() == fs::file_type::not_found)
    return SystemError(ENOENT, "cannot open folder", std::move(root));
  if (failed) return SystemError(failed.value(), "cannot open folder", std::move(root));
  if (!fs::is_directory(status)) return SystemError(ENOTDIR, "cannot open folder", std::move(root));
  while (root.size() > 1 && root.back() == '/') root.pop_back();

  const auto glob = Glob::Parse(options.glob);
  if (!glob) return Error{ErrorCode::LIMIT_EXCEEDED, "the pattern has too many alternatives"};
  const auto follow = options.follow_symlinks ? fs::directory_options::follow_directory_symlink
                                              : fs::directory_options::none;
  std::vector<std::string> names;
  fs::recursive_directory_iterator it(root, follow, failed);
  const size_t prefix = root.size() + (root == "/" ? 0 : 1);
  for (; !failed && it != fs::recursive_directory_iterator(); it.increment(failed)) {
    if (!options.follow_symlinks && it->is_symlink(failed)) continue;
    if (!it->is_regular_file(failed)) {
      failed.clear();  // a dangling link, or a file that went away: not a file
      continue;
    }
    std::string name = it->path().generic_string().substr(prefix);
    if (glob->Matches(name)) names.push_back(std::move(name));
  }
  if (failed) return SystemError(failed.value(), "cannot list folder", std::move(root));
  std::sort(names.begin(), names.end());
  return std::shared_ptr<FolderSet>(new FolderSet(std::move(root), std::move(names)));
}

Result<uint64_t> FolderSet::Size(uint64_t index) const {
  DAREBLOPY_ASSIGN(auto file, File::Open(PathOf(index)));
  return file->size();
}

Status FolderSet::ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const {
  DAREBLOPY_ASSIGN(auto file, File::Open(PathOf(index)));
  return file->ReadAt(begin, out);
}

Status FolderSet::ReadInto(uint64_t index, Buffer& out) const {
  DAREBLOPY_ASSIGN(auto file, File::Open(PathOf(index)));
  out.Resize(file->size());
  return file->ReadAt(0, out.mutable_bytes());
}

Result<std::shared_ptr<const SourceSet>> FolderSet::OpenItem(uint64_t index) const {
  return FileSet::Open(PathOf(index));
}

}  // namespace dareblopy
