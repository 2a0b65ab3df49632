#!/usr/bin/env bash
# Facet counts beside brute force, over the sample and over 10,000 generated articles, and what
# 10,000 values in one facet take (docs/performance.md).
set -euo pipefail
cd "$ROOT"
go run ./internal/bench/facets | tee "$OUT/facets.txt"
