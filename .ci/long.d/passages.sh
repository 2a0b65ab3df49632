#!/usr/bin/env bash
# What retrieval for chatbots must reach (docs/relevance.md).
set -euo pipefail
cd "$ROOT"
args=()
data="${SHIRUBE_SHARED:-}/data"
if [[ -d "$data/jaquad-train" ]]; then
	args+=(--data "$data")
fi
go build -o "$OUT/passages" ./internal/bench/passages
status=0
"$OUT/passages" "${args[@]}" | tee "$OUT/passages.txt" || status=$?
if ((status == 4)); then
	echo "No line was missed, but the time of a retrieval was not measured: SHIRUBE_SHARED names no data/jaquad-train."
	exit 77
fi
exit "$status"
