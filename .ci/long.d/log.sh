#!/usr/bin/env bash
# What the query log costs a server, and how long the analytics of a million searches take.
set -euo pipefail
cd "$ROOT"
go run ./internal/bench/log | tee "$OUT/log.txt"
