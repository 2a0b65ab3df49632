# shellcheck shell=bash
# What .ci/run and .ci/long have in common: steps that are counted, and tools that
# are installed once into a cache.

set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/shirube-ci"
work="$(mktemp -d)"
export CI=true
export PATH="$cache/bin:$PATH"
exec </dev/null

passed=0 failed=0 skipped=0
failures=() skips=()

cleanup() {
	chmod -R u+w "$work" 2>/dev/null || true
	rm -rf "$work"
}
trap cleanup EXIT

# The acceptance tests need articles that are not in the repository.
if [[ -z "${SHIRUBE_SHARED:-}" && -d "$root/../shared" ]]; then
	SHIRUBE_SHARED="$(cd "$root/../shared" && pwd)"
fi
if [[ -n "${SHIRUBE_SHARED:-}" ]]; then
	export SHIRUBE_SHARED
fi

# A step that ends with this status was skipped; the last line of its output is why.
readonly skip_status=77

skip() {
	echo "$*"
	exit "$skip_status"
}

# step NAME COMMAND… runs a function or command and counts it.
step() {
	local name="$1" log="$work/step.log" began=$SECONDS status
	shift
	echo
	echo "=== $name"
	# In a subshell of its own, outside any condition: there errexit holds.
	set +e
	(
		set -euo pipefail
		cd "$root"
		"$@"
	) 2>&1 | tee "$log"
	status=${PIPESTATUS[0]}
	set -e
	if [[ -f "$work/counts" ]]; then
		add_counts "$status" "$name"
		echo "--- $name: took $((SECONDS - began)) s"
		return
	fi
	case "$status" in
	0)
		passed=$((passed + 1))
		echo "--- $name: passed in $((SECONDS - began)) s"
		;;
	"$skip_status")
		skipped=$((skipped + 1))
		skips+=("$name: $(tail -n 1 "$log")")
		echo "--- $name: skipped"
		;;
	*)
		failed=$((failed + 1))
		failures+=("$name")
		echo "--- $name: FAILED after $((SECONDS - began)) s"
		;;
	esac
}

# tests ARGUMENTS… runs go test and reports. Its tests are counted one by one, in
# place of the step that calls it.
tests() {
	go build -o "$work/tally" ./.ci/tally
	go test -json "$@" 2>&1 | "$work/tally" "$work/counts"
}

# pytest_counted VENV DIR runs the tests of a Python package and reports as tests does.
pytest_counted() {
	local status=0
	(cd "$2" && "$1/bin/pytest" -q -p no:cacheprovider) >"$work/pytest" 2>&1 || status=$?
	cat "$work/pytest"
	sed -n -e 's/^\(FAILED\|ERROR\) /FAIL  /p' -e 's/^SKIPPED /SKIP  /p' "$work/pytest"
	tail -n 1 "$work/pytest" | awk '{
		for (i = 2; i <= NF; i++) {
			if ($i ~ /^passed/) p = $(i - 1)
			if ($i ~ /^(failed|errors?),?$/) f += $(i - 1)
			if ($i ~ /^skipped/) s = $(i - 1)
		}
		print p + 0, f + 0, s + 0
	}' >"$work/counts"
	return "$status"
}

# add_counts STATUS NAME adds what tests left to the totals.
add_counts() {
	local p f s line
	read -r p f s <"$work/counts"
	rm "$work/counts"
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	while IFS= read -r line; do skips+=("$line"); done < <(sed -n 's/^SKIP  //p' "$work/step.log")
	while IFS= read -r line; do failures+=("$line"); done < <(sed -n 's/^FAIL  //p' "$work/step.log")
	if (($1 != 0 && f == 0)) || ((p + f + s == 0)); then
		failed=$((failed + 1))
		failures+=("$2: no test failed, but the step did")
	fi
}

# finish prints the counts as the last line and ends with the status.
finish() {
	echo
	if ((${#skips[@]})); then
		echo "Skipped:"
		printf '  %s\n' "${skips[@]}"
	fi
	if ((${#failures[@]})); then
		echo "Failed:"
		printf '  %s\n' "${failures[@]}"
	fi
	echo "Took $((SECONDS / 60)) min $((SECONDS % 60)) s."
	echo "$passed passed, $failed failed, $skipped skipped"
	((failed == 0))
}

# go_tool NAME PACKAGE VERSION installs a Go program into the cache.
go_tool() {
	local name="$1" package="$2" version="$3" stamp
	stamp="$cache/$name.$version.$(go env GOVERSION)"
	[[ -f "$stamp" && -x "$cache/bin/$name" ]] && return
	mkdir -p "$cache/bin"
	(cd "$work" && GOFLAGS='' GOBIN="$cache/bin" go install "$package@$version")
	touch "$stamp"
}

# py_tool NAME PACKAGE VERSION installs a program that is packaged for pip.
py_tool() {
	local name="$1" package="$2" version="$3" venv="$cache/venv-$2-$3"
	if [[ ! -x "$venv/bin/$name" ]]; then
		rm -rf "$venv"
		mkdir -p "$cache/bin"
		python3 -m venv "$venv"
		"$venv/bin/pip" install --quiet --disable-pip-version-check "$package==$version"
	fi
	ln -sf "$venv/bin/$name" "$cache/bin/$name"
}

# apt_update brings the lists of packages up to date.
apt_update() {
	if ((EUID == 0)); then apt-get -qq update; else sudo -n apt-get -qq update; fi
}

# apt_packages PACKAGE… installs what is missing, where that is allowed.
apt_packages() {
	local missing=() package sudo=()
	for package in "$@"; do
		dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
	done
	((${#missing[@]})) || return 0
	((EUID == 0)) || sudo=(sudo -n)
	apt_update
	DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get -qq install -y --no-install-recommends "${missing[@]}"
}

export packages=

# node_there sees to Node and npm.
node_there() {
	{ command -v node && command -v npm; } >/dev/null || apt_packages nodejs npm
}

# npm_packages CLIENT installs what test/clients/CLIENT, or a folder that is named, asks for
# into the cache, once; the folder that has node_modules is in $packages then.
npm_packages() {
	local from="test/clients/$1" dir
	[[ "$1" != */* ]] || from="$1"
	dir="$cache/${1##*/}-node-$(cat "$from/package.json" "$from/package-lock.json" | sha256sum | cut -c1-16)"
	if [[ ! -f "$dir/installed" ]]; then
		mkdir -p "$dir"
		cp "$from/package.json" "$from/package-lock.json" "$from/.npmrc" "$dir/"
		if ! npm ci --ignore-scripts --no-audit --no-fund --prefix "$dir" >"$work/npm" 2>&1; then
			cat "$work/npm"
			! grep -qE 'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|E404' "$work/npm" || skip "npm cannot fetch the packages of $from"
			return 1
		fi
		touch "$dir/installed"
	fi
	packages="$dir"
}

# pip_packages CLIENT installs the requirements of test/clients/CLIENT into the cache, once;
# the folder of their environment is in $packages then.
pip_packages() {
	local from="test/clients/$1" venv
	venv="$cache/$1-python-$(sha256sum "$from/requirements.txt" | cut -c1-16)"
	if [[ ! -f "$venv/installed" ]]; then
		rm -rf "$venv"
		python3 -m venv "$venv" || skip "Python has no venv"
		if ! "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$from/requirements.txt" >"$work/pip" 2>&1; then
			cat "$work/pip"
			! grep -qE 'Could not find a version|NewConnectionError|Name or service' "$work/pip" || skip "pip cannot fetch the packages of $from"
			return 1
		fi
		touch "$venv/installed"
	fi
	packages="$venv"
}

# fuzz_targets lists "package target" of every fuzz target.
fuzz_targets() {
	local package
	go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./... | while IFS= read -r package; do
		go test -list '^Fuzz' "$package" | sed -n "s|^Fuzz.*|$package &|p"
	done
}

# fuzz TIME runs every fuzz target for so long, or with so many inputs (3000x): a time
# that ends while an input is slow counts as a failure, a number does not.
fuzz() {
	local time="$1" package target list status=0 began
	list="$(fuzz_targets)"
	[[ -n "$list" ]] || skip "there is no fuzz target"
	while read -r package target; do
		began=$SECONDS
		if go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" "$package" >"$work/fuzz.log" 2>&1; then
			echo "ok    $package $target  $((SECONDS - began)) s"
		else
			cat "$work/fuzz.log"
			echo "FAIL  $package $target"
			status=1
		fi
	done <<<"$list"
	return "$status"
}

# race PACKAGE… runs tests under the race detector, which needs a C compiler.
race() {
	command -v gcc >/dev/null || apt_packages gcc libc6-dev || skip "no C compiler: the race detector needs one"
	CGO_ENABLED=1 go test -race "$@"
}
