#!/bin/sh
# Versions: hardhat 3.17.0, solc 0.8.37 from npm. Needs Node 22.13 or newer.
#
# A project asks the compiler for ABIs alone (`settings.outputSelection: { "*": { "*": ["abi"] } }`), to keep its build
# small.
# Expected: as with solc itself, what is not selected is not there.
# Seen: the selection is added to Hardhat's own. Bytecode, its disassembly (`opcodes`) and the syntax trees of all
# sources are still asked for, computed and stored, and a network that Hardhat simulates reads them all when it opens.
# In a build of five hundred contracts the disassembly and the trees are two fifths of the file each. A selection for a
# single file adds to the rest in the same way.
# Exits 1 when any of these answers changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > package.json <<'JSON'
{ "name": "output-selection", "private": true, "type": "module",
  "dependencies": { "hardhat": "3.17.0", "solc": "0.8.37" } }
JSON
npm install --no-audit --no-fund --loglevel=error > /dev/null
cat > hardhat.config.ts <<'TS'
import { fileURLToPath } from "node:url";
import { defineConfig } from "hardhat/config";
const path = fileURLToPath(import.meta.resolve("solc/soljson.js"));
export default defineConfig({
  solidity: {
    profiles: { default: { version: "0.8.37", path, settings: { outputSelection: { "*": { "*": ["abi"] } } } } },
  },
});
TS
mkdir contracts
cat > contracts/One.sol <<'SOL'
// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
contract One { uint256 public number = 1; }
SOL
npx hardhat build > out.txt 2>&1 || { cat out.txt; exit 1; }
cat > look.mjs <<'JS'
import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
const read = (pattern) =>
  globSync(pattern, { cwd: "artifacts/build-info" }).map((file) => JSON.parse(readFileSync(`artifacts/build-info/${file}`, "utf8")));
const [{ output }] = read("*.output.json");
const [source] = Object.keys(output.contracts).filter((name) => name.endsWith("One.sol"));
const { evm } = output.contracts[source].One;
// solc alone, with the same selection
const solc = createRequire(import.meta.url)("solc");
const input = {
  language: "Solidity",
  sources: { "One.sol": { content: readFileSync("contracts/One.sol", "utf8") } },
  settings: { outputSelection: { "*": { "*": ["abi"] } } },
};
const alone = JSON.parse(solc.compile(JSON.stringify(input)));
const answers = {
  "solc: bytecode": alone.contracts["One.sol"].One.evm === undefined ? "absent" : "there",
  "solc: tree": alone.sources["One.sol"].ast === undefined ? "absent" : "there",
  "hardhat: bytecode": evm?.bytecode?.object === undefined ? "absent" : "there",
  "hardhat: disassembly": evm?.bytecode?.opcodes === undefined ? "absent" : "there",
  "hardhat: tree": output.sources[source].ast === undefined ? "absent" : "there",
};
const recorded = {
  "solc: bytecode": "absent",
  "solc: tree": "absent",
  "hardhat: bytecode": "there",
  "hardhat: disassembly": "there",
  "hardhat: tree": "there",
};
for (const [what, seen] of Object.entries(answers)) console.log(`${what}: ${seen} (recorded: ${recorded[what]})`);
process.exitCode = JSON.stringify(answers) === JSON.stringify(recorded) ? 0 : 1;
JS
node look.mjs
