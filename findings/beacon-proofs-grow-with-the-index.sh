#!/bin/sh
# Versions: @lodestar/types 1.50.0 with @chainsafe/ssz 1.9.0 and @chainsafe/persistent-merkle-tree 1.3.1 from npm.
#
# A verifier of Merkle proofs of validators on chain, as restaking pods have it, takes a path of a fixed number of hashes
# for each fork.
# Expected: as at Deneb and Electra, a fork may move a field or add a level, and then one number changes for all validators.
# Seen: in Gloas `BeaconState` is a progressive container and `validators` a progressive list: the path's length depends
# on the validator's own index (10 hashes for the first validator, 13 for the fourth, 40 for number 1,000,000), the number
# of validators does not matter, and a balance has another length than the validator that it belongs to. No single length
# can be checked: the verifier must reckon it from the index.
# Exits 1 when any of these lengths changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > package.json <<'JSON'
{ "name": "beacon-proofs-grow", "private": true, "type": "module",
  "dependencies": { "@lodestar/types": "1.50.0", "@chainsafe/ssz": "1.9.0", "@chainsafe/persistent-merkle-tree": "1.3.1" } }
JSON
npm install --no-audit --no-fund --loglevel=error > /dev/null
cat > seen.mjs <<'JS'
import { ssz } from "@lodestar/types";
const hashes = (gindex) => gindex.toString(2).length - 1;
const of = (fork, list, index) => hashes(ssz[fork].BeaconState.getPathInfo([list, index]).gindex);
for (const fork of ["electra", "fulu", "gloas"])
  for (const list of ["validators", "balances"])
    console.log(fork, list, [0, 3, 4, 1_000_000].map((index) => of(fork, list, index)).join(" "));
JS
node seen.mjs > seen.txt
cat seen.txt
cat > recorded.txt <<'TXT'
electra validators 47 47 47 47
electra balances 45 45 45 45
fulu validators 47 47 47 47
fulu balances 45 45 45 45
gloas validators 10 13 13 40
gloas balances 10 10 13 37
TXT
diff recorded.txt seen.txt || exit 1
