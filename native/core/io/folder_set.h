// The files under a folder, listed once, sorted by name; opened when they are read.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/io/size_guess.h"
#include "core/io/source_set.h"

namespace dareblopy {

struct FolderOptions {
  std::string glob = "**";       // which names, relative to the folder with `/`
  bool follow_symlinks = false;  // else symbolic links are listed neither as files nor as folders
};

class FolderSet final : public SourceSet {
 public:
  /// Walks the folder. Errors: IO_NOT_FOUND, IO_NOT_DIRECTORY, IO_ACCESS_DENIED.
  static Result<std::shared_ptr<FolderSet>> List(std::string root, const FolderOptions& options);

  uint64_t count() const override { return names_.size(); }
  std::string Name(uint64_t index) const override { return names_[index]; }
  Result<uint64_t> Size(uint64_t index) const override;
  Status Read(uint64_t index, MutableBytes out) const override { return ReadRange(index, 0, out); }
  Status ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const override;
  Status ReadInto(uint64_t index, Buffer& out) const override;
  Result<std::shared_ptr<const SourceSet>> OpenItem(uint64_t index) const override;

 private:
  FolderSet(std::string root, std::vector<std::string> names)
      : root_(std::move(root)), names_(std::move(names)) {}
  std::string PathOf(uint64_t index) const { return root_ + "/" + names_[index]; }
  std::string root_;
  std::vector<std::string> names_;
  mutable SizeGuess size_guess_;
};

}  // namespace dareblopy
