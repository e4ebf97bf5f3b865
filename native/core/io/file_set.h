// One open file as a set of one item: openFile, and the base that archives and indexes read from.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "core/io/file.h"
#include "core/io/source_set.h"

namespace dareblopy {

class FileSet final : public SourceSet {
 public:
  explicit FileSet(std::shared_ptr<File> file) : file_(std::move(file)) {}
  static Result<std::shared_ptr<const SourceSet>> Open(std::string path) {
    DAREBLOPY_ASSIGN(auto file, File::Open(std::move(path)));
    return std::shared_ptr<const SourceSet>(std::make_shared<FileSet>(std::move(file)));
  }
  const std::shared_ptr<File>& file() const { return file_; }
  uint64_t count() const override { return 1; }
  std::string Name(uint64_t) const override { return file_->path(); }
  Result<uint64_t> Size(uint64_t) const override { return file_->size(); }
  std::optional<uint64_t> KnownSize(uint64_t) const override { return file_->size(); }
  Status Read(uint64_t, MutableBytes out) const override { return file_->ReadAt(0, out); }
  Status ReadRange(uint64_t, uint64_t begin, MutableBytes out) const override {
    return file_->ReadAt(begin, out);
  }
  Status ReadParts(uint64_t, uint64_t begin, MutableBytes first,
                   MutableBytes second) const override {
    return file_->ReadAt(begin, first, second);
  }

 private:
  std::shared_ptr<File> file_;
};

}  // namespace dareblopy
