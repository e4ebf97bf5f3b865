# The C++ tests on a CPU of 2008: no kernel may be taken that it cannot run.
set -euo pipefail
[ "$(uname -m)" = x86_64 ] || { echo 'not an x86-64 machine: nothing to check'; exit 0; }
scripts/checks/needs/install qemu-x86_64:qemu-user
node scripts/build-native.mjs >/dev/null
qemu-x86_64 -cpu Nehalem native/build/release/core_tests --gtest_brief=1
