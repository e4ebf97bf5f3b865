// Glob patterns over names with '/' between their parts, matched in time bounded by the product of
// the lengths (no pattern makes it explode).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dareblopy {

/// `*` any run of characters but '/'; `**` as a whole part, any number of parts; `?` one character
/// but
/// '/'; `[a-z]`, `[!a-z]` one character of a set; `{jpg,png}` alternatives, nested too; `\` takes
/// the next character as it is. A leading dot is nothing special. Case matters. Names are UTF-8.
class Glob {
 public:
  /// Nothing where the braces write out to more than 4,096 alternatives.
  static std::optional<Glob> Parse(std::string_view pattern);
  bool Matches(std::string_view name) const;

 private:
  std::vector<std::string> alternatives_;  // the pattern with its braces written out
};

}  // namespace dareblopy
