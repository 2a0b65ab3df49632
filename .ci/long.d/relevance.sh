#!/usr/bin/env bash
# Relevance beside Bleve's own BM25, and what it must reach (docs/relevance.md).
set -euo pipefail
cd "$ROOT"
data="${SHIRUBE_SHARED:-}/data"
if [[ ! -d "$data/jsquad-valid" || ! -d "$data/jaquad-train" ]]; then
	echo "There are no question sets: SHIRUBE_SHARED names no folder with data/jsquad-valid and data/jaquad-train."
	exit 77
fi
go run ./internal/bench/relevance --data "$data/jsquad-valid" --data "$data/jaquad-train" \
	--least jsquad-valid=0.940 --lead jaquad-train=0.025 | tee "$OUT/relevance.txt"
