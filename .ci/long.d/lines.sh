#!/usr/bin/env bash
# What the search must reach, beside Lucene's figures (docs/relevance.md). Real pages with
# judged questions are named by SHIRUBE_PAGES (a folder) and SHIRUBE_PAGE_QUERIES (a file).
set -euo pipefail
cd "$ROOT"
args=(--peers "$OUT/peers")
data="${SHIRUBE_SHARED:-}/data"
if [[ -d "$data/jsquad-valid" && -d "$data/jaquad-train" ]]; then
	args+=(--data "$data")
fi
if [[ -n "${SHIRUBE_PAGES:-}" && -n "${SHIRUBE_PAGE_QUERIES:-}" ]]; then
	args+=(--pages "$SHIRUBE_PAGES" --page-queries "$SHIRUBE_PAGE_QUERIES")
fi
status=0
go run ./internal/bench/ablation "${args[@]:2}" | tee "$OUT/ablation.md"
go build -o "$OUT/lines" ./internal/bench/lines
"$OUT/lines" "${args[@]}" | tee "$OUT/lines.md" || status=$?
if ((status == 4)); then
	echo "No line was missed, but not everything was measured: $(grep -c '^NOT MEASURED' "$OUT/lines.md") inputs are missing."
	exit 77
fi
exit "$status"
