#!/bin/sh
# Versions: hardhat 3.17.0 (its EDR), solc 0.8.37 from npm. Needs Node 22.13 or newer.
#
# A Solidity test calls a helper that uses a cheatcode and then reverts; the test catches the revert.
# Expected: what the helper did is undone, as the state changes of any call that reverts. A test that relies on it
# ("the handler's call failed, so it paid nothing") is sound.
# Seen: storage and code that a cheatcode wrote are undone, a balance is not: after `vm.deal` in a call that reverted
# the account keeps the ETH. Time and height stay moved too, which are no state of the EVM. Over an invariant run with
# `failOnRevert: false` the balance is undone when the handler's own call reverts, so the same helper behaves otherwise
# there.
# Exits 1 when any of these answers changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > package.json <<'JSON'
{ "name": "cheats-outlive-revert", "private": true, "type": "module",
  "dependencies": { "hardhat": "3.17.0", "solc": "0.8.37" } }
JSON
npm install --no-audit --no-fund --loglevel=error > /dev/null
cat > hardhat.config.ts <<'TS'
import { fileURLToPath } from "node:url";
import { defineConfig } from "hardhat/config";
const path = fileURLToPath(import.meta.resolve("solc/soljson.js"));
export default defineConfig({
  solidity: { profiles: { default: { version: "0.8.37", path } } },
  test: { solidity: { invariant: { runs: 4, depth: 16, failOnRevert: false } } },
});
TS
mkdir contracts
cat > contracts/Cheats.t.sol <<'SOL'
// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
interface Vm {
    function deal(address who, uint256 value) external;
    function store(address who, bytes32 slot, bytes32 value) external;
    function etch(address who, bytes calldata code) external;
    function warp(uint256 timestamp) external;
    function roll(uint256 number) external;
}
contract Helper {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    address internal constant ALICE = address(0xA11CE);
    function dealAndRevert() external { vm.deal(ALICE, 1 ether); revert("undo"); }
    function storeAndRevert(address who) external { vm.store(who, 0, bytes32(uint256(1))); revert("undo"); }
    function etchAndRevert() external { vm.etch(ALICE, hex"00"); revert("undo"); }
    function warpAndRevert() external { vm.warp(block.timestamp + 1000); revert("undo"); }
    function rollAndRevert() external { vm.roll(block.number + 1000); revert("undo"); }
}
contract CheatsTest {
    address private constant ALICE = address(0xA11CE);
    uint256 private kept;
    Helper private immutable helper = new Helper();
    function targetContracts() external view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(helper);
    }
    function test_deal_is_undone() external { try helper.dealAndRevert() {} catch {} require(ALICE.balance == 0); }
    function test_store_is_undone() external { try helper.storeAndRevert(address(this)) {} catch {} require(kept == 0); }
    function test_etch_is_undone() external { try helper.etchAndRevert() {} catch {} require(ALICE.code.length == 0); }
    function test_warp_is_undone() external {
        uint256 before = block.timestamp;
        try helper.warpAndRevert() {} catch {}
        require(block.timestamp == before);
    }
    function test_roll_is_undone() external {
        uint256 before = block.number;
        try helper.rollAndRevert() {} catch {}
        require(block.number == before);
    }
    function invariant_deal_is_undone() external view { require(ALICE.balance == 0); }
}
SOL
npx hardhat test solidity > out.txt 2>&1 || true
changed=0
expect() { # name, seen: undone (the test passes) or stands (it fails)
  if grep -q "✔ $1" out.txt; then seen=undone; elif grep -q "[0-9])* $1" out.txt; then seen=stands; else seen=missing; fi
  echo "$1: $seen (recorded: $2)"
  [ "$seen" = "$2" ] || changed=1
}
expect test_store_is_undone undone
expect test_etch_is_undone undone
expect test_deal_is_undone stands
expect test_warp_is_undone stands
expect test_roll_is_undone stands
expect invariant_deal_is_undone undone
[ "$changed" = 0 ] || { cat out.txt; exit 1; }
