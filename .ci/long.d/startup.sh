#!/usr/bin/env bash
# How soon a server on the sample is ready, and its memory (docs/performance.md).
set -euo pipefail
cd "$ROOT"
go run ./internal/bench/startup | tee "$OUT/startup.txt"
