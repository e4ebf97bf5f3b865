# The C++ tests under AddressSanitizer and UndefinedBehaviorSanitizer.
set -euo pipefail
scripts/checks/needs/clang
node scripts/preset.mjs asan core_tests
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
export UBSAN_OPTIONS=print_stacktrace=1
native/build/core-asan/core_tests --gtest_brief=1
