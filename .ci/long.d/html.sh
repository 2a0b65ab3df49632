#!/usr/bin/env bash
# How fast pages are read (docs/performance.md): at least 5 MB a second on one core, with
# their markup, in the best of three runs.
set -euo pipefail
cd "$ROOT"
go test ./corpus/reader -run '^$' -bench 'HTML|Plain' -cpu 1 -count 3 | tee "$OUT/html.txt"
awk '$1 == "BenchmarkHTML" { for (i = 2; i <= NF; i++) if ($i == "MB/s" && $(i - 1) > best) best = $(i - 1) }
	END { print "best: " best " MB/s (≥ 5)"; exit best < 5 }' "$OUT/html.txt"
