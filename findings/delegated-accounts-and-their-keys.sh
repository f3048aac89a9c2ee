#!/bin/sh
# Versions: @openzeppelin/contracts 4.9.6 and 5.7.0, ethers 6.17.0, hardhat 3.17.0, solc 0.8.37. Needs Node 22.13 or newer.
#
# An account with a key delegates to a contract by EIP-7702, and signs a message with its key: an order, a permit, an
# approval of a delegation. A contract checks it by OpenZeppelin's SignatureChecker.
# Expected: the account is an account with a key before and after, so its signature is good before and after; an upgrade of
# the library from 4.9 to 5 changes no answer for the same signer, hash and signature.
# Seen: before the delegation both say yes. After it 4.9.6 still does, since it recovers the key first, and 5.7.0 says no,
# since it asks an account with code by ERC-1271 alone, where the contract delegated to has no such function. Whoever
# sends the signed authorisation decides when that begins. ERC20Permit, which recovers the key alone, says yes throughout.
# Exits 1 when an answer changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > package.json <<'JSON'
{ "name": "delegated-accounts", "private": true, "type": "module",
  "dependencies": { "hardhat": "3.17.0", "ethers": "6.17.0", "solc": "0.8.37",
    "oz4": "npm:@openzeppelin/contracts@4.9.6", "oz5": "npm:@openzeppelin/contracts@5.7.0" } }
JSON
npm install --no-audit --no-fund --loglevel=error > /dev/null
cat > hardhat.config.ts <<'TS'
import { defineConfig } from "hardhat/config";
export default defineConfig({ networks: { osaka: { type: "edr-simulated", hardfork: "osaka" } } });
TS
cat > seen.ts <<'TS'
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { BrowserProvider, Contract, ContractFactory, TypedDataEncoder, Wallet, id, parseEther } from "ethers";
import { network } from "hardhat";

const solc = createRequire(import.meta.url)("solc");
const compile = (library: string) => {
  const source = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
import "${library}/utils/cryptography/SignatureChecker.sol";
import "${library}/token/ERC20/extensions/${library === "oz4" ? "draft-" : ""}ERC20Permit.sol";
contract Checker is ERC20Permit {
    constructor() ERC20("T", "T") ERC20Permit("T") {}
    function isValid(address signer, bytes32 hash, bytes calldata signature) external view returns (bool) {
        return SignatureChecker.isValidSignatureNow(signer, hash, signature);
    }
}`;
  const input = {
    language: "Solidity",
    sources: { "Checker.sol": { content: source } },
    settings: { evmVersion: "osaka", optimizer: { enabled: true }, outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } } },
  };
  const read = (file: string) => ({ contents: readFileSync(`node_modules/${file}`, "utf8") });
  const { contracts } = JSON.parse(solc.compile(JSON.stringify(input), { import: read }));
  const { abi, evm } = contracts["Checker.sol"].Checker;
  return { abi, bytecode: evm.bytecode.object };
};

const { provider: hardhat } = await network.create("osaka");
const provider = new BrowserProvider(hardhat);
const funder = await provider.getSigner(0);
const alice = new Wallet(id("alice"), provider);
await (await funder.sendTransaction({ to: alice, value: parseEther("1") })).wait();
const checkers: Record<string, Contract> = {};
for (const library of ["oz4", "oz5"]) {
  const { abi, bytecode } = compile(library);
  const deployed = await new ContractFactory(abi, bytecode, funder).deploy();
  await deployed.waitForDeployment();
  checkers[library] = new Contract(await deployed.getAddress(), abi, funder);
}
const hash = id("an order");
const signature = alice.signingKey.sign(hash).serialized;
const look = async (when: string) => {
  for (const [library, checker] of Object.entries(checkers)) {
    const domain = { name: "T", version: "1", chainId: (await provider.getNetwork()).chainId, verifyingContract: await checker.getAddress() };
    const types = { Permit: ["owner", "spender"].map((name) => ({ name, type: "address" })).concat(["value", "nonce", "deadline"].map((name) => ({ name, type: "uint256" }))) };
    const permit = { owner: alice.address, spender: funder.address, value: 1n, nonce: 0n, deadline: 2n ** 40n };
    const { v, r, s } = alice.signingKey.sign(TypedDataEncoder.hash(domain, types, permit));
    const isPermitted = await checker.permit.staticCall(permit.owner, permit.spender, 1n, permit.deadline, v, r, s).then(() => true, () => false);
    console.log(`${library}, ${when}: signature ${await checker.isValid(alice, hash, signature)}, permit ${isPermitted}`);
  }
};
await look("a plain account");
const authorization = await alice.authorize({ address: await checkers.oz4.getAddress(), nonce: await alice.getNonce() });
const anyone = new Wallet(id("anyone"), provider);
await (await funder.sendTransaction({ to: anyone, value: parseEther("1") })).wait();
await (await anyone.sendTransaction({ to: anyone, type: 4, authorizationList: [authorization], gasLimit: 200_000 })).wait();
console.log(`code of the account: ${((await provider.getCode(alice)).length - 2) / 2} bytes`);
await look("delegated");
TS
npx hardhat run --no-compile seen.ts > seen.txt 2>&1 || true
cat seen.txt
cat > recorded.txt <<'TXT'
oz4, a plain account: signature true, permit true
oz5, a plain account: signature true, permit true
code of the account: 23 bytes
oz4, delegated: signature true, permit true
oz5, delegated: signature false, permit true
TXT
diff recorded.txt seen.txt || exit 1
