#!/usr/bin/env bash
# Search over HTTP beside OpenSearch with its kuromoji plugin, on the sample and on a question
# set (docs/performance.md).
set -euo pipefail
cd "$ROOT"
go build -o "$OUT/http" ./internal/bench/http
status=0
"$OUT/http" | tee "$OUT/http.md" || status=$?
data="${SHIRUBE_SHARED:-}/data/jaquad-train"
if ((status == 0)) && [[ -d "$data" ]]; then
	"$OUT/http" --data "$data" | tee "$OUT/http-jaquad.md" || status=$?
fi
exit "$status"
