#include "core/io/list_files.h"

#include <cerrno>
#include <utility>

#include "core/io/windows/windows.h"

namespace dareblopy {

namespace {

constexpr size_t kMostFolders = 1 << 20;  // links that lead back would go on for ever

bool IsDots(const wchar_t* name) {
  return name[0] == L'.' && (name[1] == 0 || (name[1] == L'.' && name[2] == 0));
}

}  // namespace

Result<std::vector<std::string>> ListFiles(const std::string& root, bool follow_symlinks,
                                           const std::function<bool(std::string_view)>& wanted) {
  const std::wstring base = LongPath(root);
  const DWORD attributes = GetFileAttributesW(base.c_str());
  if (attributes == INVALID_FILE_ATTRIBUTES)
    return WindowsError(GetLastError(), "cannot open folder", root);
  if ((attributes & FILE_ATTRIBUTE_DIRECTORY) == 0)
    return SystemError(ENOTDIR, "cannot open folder", root);

  std::vector<std::string> names;
  std::vector<std::wstring> folders{L""};  // relative to the root, with `/` behind them
  for (size_t i = 0; i < folders.size(); i++) {
    if (i == kMostFolders)
      return Error{ErrorCode::LIMIT_EXCEEDED, "the folder has too many folders below it", root};
    std::wstring pattern = base + L'\\' + folders[i] + L'*';
    for (wchar_t& c : pattern) c = c == L'/' ? L'\\' : c;
    WIN32_FIND_DATAW entry;
    const HANDLE search = FindFirstFileExW(pattern.c_str(), FindExInfoBasic, &entry,
                                           FindExSearchNameMatch, nullptr, 0);
    if (search == INVALID_HANDLE_VALUE)
      return WindowsError(GetLastError(), "cannot list folder", root);
    do {
      if (IsDots(entry.cFileName)) continue;
      const bool link = (entry.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0 &&
                        (entry.dwReserved0 == IO_REPARSE_TAG_SYMLINK ||
                         entry.dwReserved0 == IO_REPARSE_TAG_MOUNT_POINT);
      if (link && !follow_symlinks) continue;
      std::wstring name = folders[i] + entry.cFileName;
      if ((entry.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0) {
        folders.push_back(std::move(name) + L'/');
      } else if (std::string utf8 = Narrow(name); wanted(utf8)) {
        names.push_back(std::move(utf8));
      }
    } while (FindNextFileW(search, &entry));
    const DWORD failed = GetLastError();
    FindClose(search);
    if (failed != ERROR_NO_MORE_FILES) return WindowsError(failed, "cannot list folder", root);
  }
  return names;
}

}  // namespace dareblopy
