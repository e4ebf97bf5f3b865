# The README's first command: it fails when pixels differ, or when the two runtimes disagree.
set -euo pipefail
npm run demo
