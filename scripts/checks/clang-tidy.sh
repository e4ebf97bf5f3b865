# Static analysis of the core, with the flags of the release build. (The addon's sources
# take ten times as long each, for node-addon-api's headers, and hold little logic.)
set -euo pipefail
scripts/checks/needs/install clang-tidy:clang-tidy clang:clang
shopt -s globstar nullglob
node scripts/build-native.mjs >/dev/null
files=()
for file in native/core/**/*.cc; do
  case $file in *_test.cc | */testing/*) ;; *) files+=("$file") ;; esac
done
[ ${#files[@]} -eq 0 ] && exit 0
# A file that no target compiles has no flags: leave it out.
listed=$(node -p 'require("./native/build/release/compile_commands.json").map((c) => c.file).join("\n")')
for file in "${files[@]}"; do
  if grep -qxF "$PWD/$file" <<<"$listed"; then printf '%s\0' "$file"; fi
done | xargs -0 -n 1 -P "$(nproc)" clang-tidy --quiet -p native/build/release
