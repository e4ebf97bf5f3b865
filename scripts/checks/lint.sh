# Style and types of everything that is TypeScript, JavaScript or JSON.
set -euo pipefail
node scripts/lint.mjs
