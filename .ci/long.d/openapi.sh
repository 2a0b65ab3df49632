#!/usr/bin/env bash
# The OpenAPI document, fuzzed with many more examples than CI makes, from three seeds.
set -euo pipefail
# shellcheck disable=SC2153 # .ci/long exports it
cd "$ROOT"
# shellcheck source=.ci/lib.sh
source .ci/lib.sh
pip_packages schemathesis
for seed in ${FUZZSEEDS:-1 2 3}; do
	SHIRUBE_SCHEMATHESIS="$packages" SHIRUBE_FUZZ_SEED="$seed" SHIRUBE_FUZZ_EXAMPLES="${FUZZEXAMPLES:-300}" \
		go test -timeout 90m -count=1 -v -tags e2e -run TestOpenAPIFuzzed ./internal/e2e | tee "$OUT/openapi-$seed.txt"
done
