#!/usr/bin/env bash
# An export of 1 GB is imported, and what memory that takes (docs/import.md).
set -euo pipefail
cd "$ROOT"
SHIRUBE_LONG=1 go test -run TestWordPressGigabyte -v -timeout 60m ./internal/importer | tee "$OUT/import.txt"
