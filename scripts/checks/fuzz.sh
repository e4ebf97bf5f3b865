# Every fuzz target for a minute (less when they are many), two at a time.
set -euo pipefail
scripts/checks/needs/clang
shopt -s nullglob
targets=(native/fuzz/*.cc)
[ ${#targets[@]} -eq 0 ] && { echo 'no fuzz targets yet'; exit 0; }
node scripts/preset.mjs fuzz fuzzers
total=${DAREBLOPY_FUZZ_SECONDS:-600} # of all processors together
seconds=$((total / ${#targets[@]}))
[ "$seconds" -gt 60 ] && seconds=60
build=native/build/core-fuzz
export build seconds
fuzz() {
  name=$(basename "$1" .cc)
  corpus=$build/corpus/$name
  mkdir -p "$corpus" "$build/findings"
  seeds=()
  [ -d "native/fuzz/corpus/$name" ] && seeds=("native/fuzz/corpus/$name")
  [ -d "testdata/${name%%_*}" ] && seeds+=("testdata/${name%%_*}") # jpeg_rows: testdata/jpeg
  log=$build/$name.log
  if "$build/fuzz/$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
    -max_len=65536 -artifact_prefix="$build/findings/$name-" "$corpus" "${seeds[@]}" >"$log" 2>&1; then
    echo "$name: $(grep -E '^Done' "$log" || echo done)"
  else
    echo "$name: FAILED"
    tail -60 "$log"
    return 1
  fi
}
export -f fuzz
printf '%s\0' "${targets[@]}" | xargs -0 -n 1 -P 2 bash -c 'fuzz "$1"' _
