#include "core/io/list_files.h"

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace dareblopy {

namespace fs = std::filesystem;

Result<std::vector<std::string>> ListFiles(const std::string& root, bool follow_symlinks,
                                           const std::function<bool(std::string_view)>& wanted) {
  std::error_code failed;
  const fs::file_status status = fs::status(root, failed);
  if (status.type() == fs::file_type::not_found)
    return SystemError(ENOENT, "cannot open folder", root);
  if (failed) return SystemError(failed.value(), "cannot open folder", root);
  if (!fs::is_directory(status)) return SystemError(ENOTDIR, "cannot open folder", root);

  const auto follow = follow_symlinks ? fs::directory_options::follow_directory_symlink
                                      : fs::directory_options::none;
  std::vector<std::string> names;
  fs::recursive_directory_iterator it(root, follow, failed);
  const size_t prefix = root.size() + (root == "/" ? 0 : 1);
  for (; !failed && it != fs::recursive_directory_iterator(); it.increment(failed)) {
    if (!follow_symlinks && it->is_symlink(failed)) continue;
    if (!it->is_regular_file(failed)) {
      failed.clear();  // a dangling link, or a file that went away: not a file
      continue;
    }
    std::string name = it->path().generic_string().substr(prefix);
    if (wanted(name)) names.push_back(std::move(name));
  }
  if (failed) return SystemError(failed.value(), "cannot list folder", root);
  return names;
}

}  // namespace dareblopy
