#!/bin/sh
# Versions: hardhat 3.17.0 (its EDR), hardfork osaka. Needs Node 22.13 or newer.
#
# A lens contract is asked with `eth_call` for more than 16,777,216 gas (a loop over a long list). EIP-7825 caps the gas of
# a transaction at that number from Osaka on.
# Expected: a call is no transaction, and what a node grants it is the node's own setting (geth: 50 million), so that with
# an explicit `gas` of 30 million and a block of 60 million the read works, as it does under the fork before.
# Seen: from Osaka on the cap of transactions holds for reads as well. More than the cap is refused, without a `gas` the read
# runs out at the cap, and so does `eth_estimateGas`, which then says "ran out of gas" of what no one may send anyway.
# `transactionGasCap: false` lifts both together: there is no way to keep the cap on transactions and free the reads.
# Exits 1 when an answer changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > package.json <<'JSON'
{ "name": "caps-reads", "private": true, "type": "module", "dependencies": { "hardhat": "3.17.0" } }
JSON
npm install --no-audit --no-fund --loglevel=error > /dev/null
cat > hardhat.config.ts <<'TS'
import { defineConfig } from "hardhat/config";
const chain = (hardfork: string, more = {}) => ({ type: "edr-simulated" as const, hardfork, blockGasLimit: 60_000_000, ...more });
export default defineConfig({
  networks: { prague: chain("prague"), osaka: chain("osaka"), uncapped: chain("osaka", { transactionGasCap: false }) },
});
TS
cat > seen.ts <<'TS'
import { network } from "hardhat";
// 800,000 turns of a loop of 26 gas: 20.8 million
const burner = "0x620c35005b60019003806004" + "5700";
for (const name of ["prague", "osaka", "uncapped"]) {
  const { provider } = await network.create(name);
  const to = "0x00000000000000000000000000000000000c0de0";
  await provider.request({ method: "hardhat_setCode", params: [to, burner] });
  const ask = async (method: string, gas?: number) => {
    const call = gas === undefined ? { to } : { to, gas: `0x${gas.toString(16)}` };
    try {
      await provider.request({ method, params: method === "eth_call" ? [call, "latest"] : [call] });
      return "answered";
    } catch (error) {
      return (error as Error).message;
    }
  };
  console.log(`${name} eth_call 30M: ${await ask("eth_call", 30_000_000)}`);
  console.log(`${name} eth_call, no gas given: ${await ask("eth_call")}`);
  console.log(`${name} eth_estimateGas: ${await ask("eth_estimateGas")}`);
}
TS
npx hardhat run --no-compile seen.ts > seen.txt 2>&1 || true
cat seen.txt
cat > recorded.txt <<'TXT'
prague eth_call 30M: answered
prague eth_call, no gas given: answered
prague eth_estimateGas: answered
osaka eth_call 30M: transaction gas limit (30000000) is greater than the cap (16777216)
osaka eth_call, no gas given: Transaction ran out of gas
osaka eth_estimateGas: Transaction ran out of gas
uncapped eth_call 30M: answered
uncapped eth_call, no gas given: answered
uncapped eth_estimateGas: answered
TXT
diff recorded.txt seen.txt || exit 1
