# The C++ sources are as clang-format writes them.
set -euo pipefail
shopt -s globstar nullglob
files=(native/{core,addon,fuzz,bench}/**/*.{cc,h})
[ ${#files[@]} -eq 0 ] || clang-format --dry-run --Werror "${files[@]}"
