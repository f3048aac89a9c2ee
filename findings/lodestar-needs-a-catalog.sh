#!/bin/sh
# Versions: @lodestar/state-transition 1.48.0 from npm, npm 11.19.1.
#
# A study installs a consensus client's state transition from npm, to compare its own numbers with it.
# Expected: what was published can be installed with `npm install`.
# Seen: its dependency @chainsafe/lodestar-z has the version `catalog:`, which pnpm resolves in its own workspace, and npm ends
# with code 1 and says neither which package it is nor why: there is no error on the screen or in its log. An override of
# that one package in the study's own package.json is enough.
# Exits 1 when an answer changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo "published as: $(npm view @lodestar/state-transition@1.48.0 'dependencies.@chainsafe/lodestar-z')" > seen.txt
try() { # name, what else package.json says
  mkdir "$1"
  printf '{ "name": "%s", "private": true, "dependencies": { "@lodestar/state-transition": "1.48.0" }%s }\n' "$1" "$2" > "$1/package.json"
  (cd "$1" && npx -y npm@11.19.1 install --package-lock-only --ignore-scripts --no-audit --no-fund > log.txt 2>&1) && answer=resolved || answer=refused
  grep -q 'lodestar-z\|catalog' "$1/log.txt" && cause=told || cause=untold
  echo "$1: $answer, cause $cause" >> seen.txt
}
try plain ''
try overridden ', "overrides": { "@chainsafe/lodestar-z": "1.1.0" }'
cat seen.txt
cat > recorded.txt <<'TXT'
published as: catalog:
plain: refused, cause untold
overridden: resolved, cause untold
TXT
diff recorded.txt seen.txt || exit 1
