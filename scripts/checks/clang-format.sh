# The C++ sources are as clang-format writes them.
set -euo pipefail
scripts/checks/needs/install clang-format:clang-format
shopt -s globstar nullglob
files=(native/{core,addon,fuzz,bench}/**/*.{cc,h})
[ ${#files[@]} -eq 0 ] || clang-format --dry-run --Werror "${files[@]}"
