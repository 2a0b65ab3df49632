#!/usr/bin/env bash
# How well our own pages are read (docs/reading.md): fails while a line is missed,
# on all pages or on those that no rule was written with in view.
set -euo pipefail
cd "$ROOT"
go run ./internal/bench/reading --strict | tee "$OUT/reading.txt"
