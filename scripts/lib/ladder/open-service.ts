import type { Bridge } from "../../../typechain-types/index.ts";
import type { Ladder } from "./ladder.ts";
import { OPERATOR_SET_ID } from "./operators.ts";
import { sent } from "./sent.ts";
import { WAD } from "../units.ts";

/** Of the presets. */
const OBSERVER_GAS = 1_200_000n;
const QUORUM_BIPS = 6_667n;
const MAXIMUM_OPERATORS = 16;

/**
 * Opens one more bridge, whose equivocations cost `sizeWad` of what an operator has allocated to it in every strategy of
 * `strategies`. Its slasher has no limit but all in a second, and tells the vault.
 */
export async function openBridge(ladder: Ladder, sizeWad: bigint, strategies: readonly string[]): Promise<Bridge> {
  const { ethers, addresses, admin } = ladder;
  const { allocation, rewards, restaker } = addresses;
  const service = await ethers.deployContract("Bridge", [allocation, rewards, admin, "", QUORUM_BIPS, sizeWad]);
  const terms = [allocation, service, service, admin, OBSERVER_GAS, WAD, 1];
  const slasher = await ethers.deployContract("InstantSlasher", terms);
  const listener = await ethers.deployContract("SlashListener", [restaker]);
  await sent(slasher.connect(admin).addObserver(listener));
  const rules = {
    minimumStake: 0,
    maximumOperators: MAXIMUM_OPERATORS,
    lookaheadBlocks: 0,
    allowlisted: false,
  };
  const weights = strategies.map((strategy) => ({ strategy, multiplier: WAD }));
  await sent(service.connect(admin).createSet(OPERATOR_SET_ID, weights, slasher, ethers.ZeroAddress, rules));
  return service;
}
