#!/usr/bin/env bash
# Ten thousand articles kept in step: how long, and in how much memory; and a
# thousand random edits under search load (docs/performance.md).
set -euo pipefail
cd "$ROOT"
SHIRUBE_EDITS="${SHIRUBE_EDITS:-1000}" go test -count=1 -timeout 60m -run TestRandomEditsUnderLoad ./internal/app
go run ./internal/bench/instep | tee "$OUT/instep.txt"
