#include "core/io/path_set.h"

#include "core/io/file.h"
#include "core/io/file_set.h"

namespace dareblopy {

Result<uint64_t> PathSet::Size(uint64_t index) const {
  DAREBLOPY_ASSIGN(auto file, File::Open(paths_[index]));
  return file->size();
}

Status PathSet::Read(uint64_t index, MutableBytes out) const { return ReadRange(index, 0, out); }

Status PathSet::ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const {
  DAREBLOPY_ASSIGN(auto file, File::Open(paths_[index]));
  return file->ReadAt(begin, out);
}

Status PathSet::ReadInto(uint64_t index, Buffer& out) const {
  DAREBLOPY_TRY(File::ReadAll(paths_[index], size_guess_.expected(), out));
  size_guess_.Note(out.size());
  return {};
}

Result<std::shared_ptr<const SourceSet>> PathSet::OpenItem(uint64_t index) const {
  return FileSet::Open(paths_[index]);
}

WaitMeter& PathSet::meter() const {
  static WaitMeter meter;
  return meter;
}

Result<std::optional<Extent>> PathSet::Locate(uint64_t index) const {
  DAREBLOPY_ASSIGN(auto file, OpenItem(index));
  return std::optional<Extent>(Extent{std::move(file), 0, 0});
}

}  // namespace dareblopy
