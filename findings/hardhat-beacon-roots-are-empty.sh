#!/bin/sh
# Versions: hardhat 3.17.0 (its EDR), hardfork osaka. Needs Node 22.13 or newer.
#
# A contract checks a proof against a beacon block's root, which it asks of the contract of EIP-4788 with a block's time,
# and its tests run on Hardhat's chain.
# Expected: the headers have a `parentBeaconBlockRoot`, which differs from block to block, and the contract stands at its
# address: so the root of the latest block's parent can be asked for, as on a network, and whatever its value is, it is the
# header's.
# Seen: the contract reverts for every block. Nothing writes a root when a block begins, and what the headers have was
# served by nobody. A test must write the two words of the ring buffer (time and root) itself. Of the system
# contracts of Prague, those of EIP-7002 and EIP-7251 have no code, so that a request sent there "succeeds" and does
# nothing.
# Exits 1 when an answer changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > package.json <<'JSON'
{ "name": "beacon-roots", "private": true, "type": "module", "dependencies": { "hardhat": "3.17.0" } }
JSON
npm install --no-audit --no-fund --loglevel=error > /dev/null
cat > hardhat.config.ts <<'TS'
import { defineConfig } from "hardhat/config";
export default defineConfig({ networks: { osaka: { type: "edr-simulated", hardfork: "osaka" } } });
TS
cat > seen.ts <<'TS'
import { network } from "hardhat";
const ROOTS = "0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02";
const REQUESTS = {
  "EIP-7002": "0x00000961Ef480Eb55e80D19ad83579A64c007002",
  "EIP-7251": "0x0000BBdDc7CE488642fb579F8B00f3a590007251",
};
const { provider } = await network.create("osaka");
const ask = async <T>(method: string, ...params: unknown[]): Promise<T> => (await provider.request({ method, params })) as T;
const sizeOf = async (at: string): Promise<number> => ((await ask<string>("eth_getCode", at, "latest")).length - 2) / 2;
const word = (value: bigint): string => `0x${value.toString(16).padStart(64, "0")}`;
const BUFFER = 8191n;

const times: bigint[] = [];
const roots = new Set<string>();
for (let block = 0; block < 5; block++) {
  await ask("evm_mine");
  const header = await ask<{ timestamp: string; parentBeaconBlockRoot: string }>("eth_getBlockByNumber", "latest", false);
  times.push(BigInt(header.timestamp));
  roots.add(header.parentBeaconBlockRoot);
}
const rootOf = (time: bigint): Promise<string> =>
  ask<string>("eth_call", { to: ROOTS, data: word(time) }, "latest").catch(() => "reverts");
const asked = await Promise.all(times.map(rootOf));
console.log(`roots in 5 headers: ${roots.size} different`);
console.log(`code of EIP-4788: ${await sizeOf(ROOTS)} bytes`);
console.log(`answers for the 5 blocks: ${[...new Set(asked)].join(", ")}`);
const time = times.at(-1)!;
await ask("hardhat_setStorageAt", ROOTS, `0x${(time % BUFFER).toString(16)}`, word(time));
await ask("hardhat_setStorageAt", ROOTS, `0x${((time % BUFFER) + BUFFER).toString(16)}`, word(7n));
console.log(`answer after two words were written: ${BigInt(await rootOf(time))}`);
for (const [eip, at] of Object.entries(REQUESTS)) console.log(`code of ${eip}: ${await sizeOf(at)} bytes`);
TS
npx hardhat run --no-compile seen.ts > seen.txt 2>&1 || true
cat seen.txt
cat > recorded.txt <<'TXT'
roots in 5 headers: 5 different
code of EIP-4788: 97 bytes
answers for the 5 blocks: reverts
answer after two words were written: 7
code of EIP-7002: 0 bytes
code of EIP-7251: 0 bytes
TXT
diff recorded.txt seen.txt || exit 1
