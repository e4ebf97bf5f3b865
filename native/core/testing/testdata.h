// Where the fixtures of testdata/ are: where the tests were built, or where the environment says,
// for tests that were built on another machine.
#pragma once

#include <cstdlib>
#include <filesystem>

namespace dareblopy {

inline std::filesystem::path Testdata() {
  const char* named = std::getenv("DAREBLOPY_TESTDATA");
  return named != nullptr ? named : DAREBLOPY_TESTDATA;
}

}  // namespace dareblopy
