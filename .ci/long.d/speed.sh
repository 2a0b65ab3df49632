#!/usr/bin/env bash
# Analysis and indexing beside Kagome alone, latency of queries (docs/performance.md).
set -euo pipefail
cd "$ROOT"
data="${SHIRUBE_SHARED:-}/data/jaquad-train"
if [[ ! -d "$data" ]]; then
	echo "There is no question set: SHIRUBE_SHARED names no folder with data/jaquad-train."
	exit 77
fi
go run ./internal/bench/speed --data "$data" | tee "$OUT/speed.txt"
