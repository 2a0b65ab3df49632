#!/usr/bin/env bash
# How the time of a query grows, up to 200,000 generated passages (docs/performance.md).
set -euo pipefail
cd "$ROOT"
go run ./internal/bench/scale --svg "$OUT/growth.svg" | tee "$OUT/scale.md"
