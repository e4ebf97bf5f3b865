# The C++ tests under ThreadSanitizer.
set -euo pipefail
scripts/checks/needs/clang
node scripts/preset.mjs tsan core_tests
export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1
# Its shadow memory does not fit every kernel's address randomisation.
fixed=(setarch "$(uname -m)" -R)
"${fixed[@]}" true 2>/dev/null || fixed=()
"${fixed[@]}" native/build/core-tsan/core_tests --gtest_brief=1
