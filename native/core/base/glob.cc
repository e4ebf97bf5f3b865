#include "core/base/glob.h"

#include <algorithm>
#include <utility>

#include "core/base/utf8.h"

namespace dareblopy {

namespace {

constexpr size_t kMostAlternatives = 4096;

/// Where the '}' that closes the '{' at `open` is, and the commas between that belong to it.
bool FindBraceEnd(std::string_view pattern, size_t open, std::vector<size_t>& cuts) {
  int depth = 0;
  for (size_t i = open; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      ++i;
    } else if (pattern[i] == '{') {
      ++depth;
    } else if (pattern[i] == ',' && depth == 1) {
      cuts.push_back(i);
    } else if (pattern[i] == '}' && --depth == 0) {
      cuts.push_back(i);
      return true;
    }
  }
  return false;  // unclosed: an ordinary character
}

bool WriteOutBraces(std::string_view pattern, std::vector<std::string>& out) {
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      ++i;
      continue;
    }
    std::vector<size_t> cuts;
    if (pattern[i] != '{' || !FindBraceEnd(pattern, i, cuts)) continue;
    const std::string_view after = pattern.substr(cuts.back() + 1);
    size_t begin = i + 1;
    for (const size_t cut : cuts) {
      std::string option(pattern.substr(0, i));
      option += pattern.substr(begin, cut - begin);
      option += after;
      begin = cut + 1;
      if (!WriteOutBraces(option, out)) return false;
    }
    return true;
  }
  if (out.size() == kMostAlternatives) return false;
  out.emplace_back(pattern);
  return true;
}

/// Matches one character against the set after '['; `pattern` is moved past its ']'. Nothing when
/// the set is not closed: then '[' is an ordinary character.
std::optional<bool> TakeSet(std::string_view& pattern, char32_t character) {
  std::string_view rest = pattern;
  const bool negated = !rest.empty() && (rest[0] == '!' || rest[0] == '^');
  if (negated) rest.remove_prefix(1);
  bool found = false;
  bool first = true;
  while (!rest.empty()) {
    if (rest[0] == ']' && !first) {
      pattern = rest.substr(1);
      return found != negated;
    }
    first = false;
    if (rest[0] == '\\' && rest.size() > 1) rest.remove_prefix(1);
    const char32_t low = TakeCodePoint(rest);
    char32_t high = low;
    if (rest.size() > 1 && rest[0] == '-' && rest[1] != ']') {
      rest.remove_prefix(1);
      high = TakeCodePoint(rest);
    }
    found = found || (low <= character && character <= high);
  }
  return std::nullopt;
}

/// Matches one character of the name against one element that is no `*`; moves `pattern` past it.
bool TakeOne(std::string_view& pattern, char32_t character) {
  if (pattern[0] == '?') {
    pattern.remove_prefix(1);
    return character != '/';
  }
  if (pattern[0] == '[') {
    std::string_view rest = pattern.substr(1);
    if (const auto matched = TakeSet(rest, character)) {
      pattern = rest;
      return *matched && character != '/';
    }
  }
  if (pattern[0] == '\\' && pattern.size() > 1) pattern.remove_prefix(1);
  return TakeCodePoint(pattern) == character;
}

// A later star subsumes an earlier one of its kind, so one way back for `*` and one for `**` is
// enough.
bool MatchOne(const std::string_view whole, std::string_view name) {
  struct WayBack {
    std::string_view pattern, name;
  };
  std::optional<WayBack> star, globstar;
  std::string_view pattern = whole;
  for (;;) {
    const bool part_begins = pattern.size() == whole.size() || *(pattern.data() - 1) == '/';
    if (part_begins && pattern == "**") return true;
    if (part_begins && pattern.starts_with("**/")) {
      pattern.remove_prefix(3);
      globstar = WayBack{pattern, name};
      star.reset();
      continue;
    }
    if (!pattern.empty() && pattern[0] == '*') {
      pattern.remove_prefix(1);
      star = WayBack{pattern, name};
      continue;
    }
    if (pattern.empty() && name.empty()) return true;
    if (!pattern.empty() && !name.empty()) {
      std::string_view rest = name;
      const char32_t character = TakeCodePoint(rest);
      if (TakeOne(pattern, character)) {
        name = rest;
        continue;
      }
    }
    if (star && !star->name.empty() && star->name[0] != '/') {
      TakeCodePoint(star->name);
      pattern = star->pattern;
      name = star->name;
      continue;
    }
    if (!globstar) return false;
    const size_t slash = globstar->name.find('/');
    if (slash == std::string_view::npos) return false;
    globstar->name.remove_prefix(slash + 1);
    pattern = globstar->pattern;
    name = globstar->name;
    star.reset();
  }
}

}  // namespace

std::optional<Glob> Glob::Parse(std::string_view pattern) {
  Glob glob;
  if (!WriteOutBraces(pattern, glob.alternatives_)) return std::nullopt;
  return glob;
}

bool Glob::Matches(std::string_view name) const {
  return std::ranges::any_of(alternatives_,
                             [&](const std::string& pattern) { return MatchOne(pattern, name); });
}

}  // namespace dareblopy
