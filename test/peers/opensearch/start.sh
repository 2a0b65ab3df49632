#!/usr/bin/env bash
# One node of OpenSearch with its kuromoji plugin, in the foreground, on loopback:
#
#     start.sh path.home=DIR [setting=value …]
#
# The settings are those of opensearch.yml. The first call has Maven build it. The newest
# Java that is found runs it, 21 or later; PEER_JAVA names another. HEAP is how much memory
# Java's objects may take, 2g by default.
#
#     start.sh --java      only says whether there is such a Java (status 2: no)
#     start.sh --build     only builds it
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

homes=("${PEER_JAVA:-}")
[[ -n "${PEER_JAVA:-}" ]] || homes=("${JAVA_HOME:-}" /usr/lib/jvm/*)
newest=0
for home in "${homes[@]}"; do
	[[ -x "$home/bin/javac" ]] || continue
	version="$("$home/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = \([0-9]*\)$/\1/p')"
	if ((${version:-0} > newest)); then
		newest="$version" java_home="$home"
	fi
done
((newest >= 21)) || { echo "OpenSearch wants Java 21 or newer, with its compiler" >&2; exit 2; }
[[ "${1:-}" != --java ]] || exit 0
export JAVA_HOME="$java_home"
built=target/built
if [[ ! -f "$built" || -n "$(find pom.xml src -newer "$built")" ]]; then
	mvn --quiet --batch-mode clean package >&2
	touch "$built"
fi
[[ "${1:-}" != --build ]] || exit 0
# The first two are how OpenSearch itself starts Java.
exec "$JAVA_HOME/bin/java" --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
	"-Xms${HEAP:-2g}" "-Xmx${HEAP:-2g}" -cp "target/opensearch-peer.jar:target/lib/*" peer.Main "$@"
