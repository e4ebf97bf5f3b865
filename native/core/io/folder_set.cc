#include "core/io/folder_set.h"

#include <algorithm>

#include "core/base/glob.h"
#include "core/io/file.h"
#include "core/io/file_set.h"
#include "core/io/list_files.h"

namespace dareblopy {

Result<std::shared_ptr<FolderSet>> FolderSet::List(std::string root, const FolderOptions& options) {
  while (root.size() > 1 && root.back() == '/') root.pop_back();

  const auto glob = Glob::Parse(options.glob);
  if (!glob) return Error{ErrorCode::LIMIT_EXCEEDED, "the pattern has too many alternatives"};
  DAREBLOPY_ASSIGN(auto names, ListFiles(root, options.follow_symlinks, [&](std::string_view name) {
                     return glob->Matches(name);
                   }));
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
  DAREBLOPY_TRY(File::ReadAll(PathOf(index), size_guess_.expected(), out));
  size_guess_.Note(out.size());
  return {};
}

Result<std::shared_ptr<const SourceSet>> FolderSet::OpenItem(uint64_t index) const {
  return FileSet::Open(PathOf(index));
}

}  // namespace dareblopy
