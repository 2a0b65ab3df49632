#!/usr/bin/env bash
# Two hundred assistants ask a server over MCP for a minute: nothing may fail or grow.
set -euo pipefail
cd "$ROOT"
go run ./internal/bench/mcp | tee "$OUT/mcp.txt"
