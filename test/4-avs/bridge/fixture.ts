import type { BridgeDomain } from "../../../scripts/services/bridge.ts";
import { deployCore, ethers, type ServiceOperator, SET_ID, signer, staff } from "../core.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

/** Gas of an observer's call in these tests. */
export const OBSERVER_GAS = 300_000n;
/** Fraction of its allocation that an equivocating operator loses, and the most it can lose in a window. */
export const SLASH_WAD = WAD / 10n;
export const LIMIT_WAD = (WAD * 3n) / 10n;
export const LIMIT_WINDOW_SECONDS = 7 * 86_400;
export const QUORUM_BIPS = 6_500n;
export const LOOKAHEAD_BLOCKS = 20n;
/** How long the consumer waits before it trusts a root. */
export const TRUST_DELAY_SECONDS = 600n;

/** The bridge with its instant slasher and consumer, and no operators. */
export async function deployBridge() {
  const core = await deployCore();
  const [admin, funder, alice, mallory] = [await signer(0), await signer(1), await signer(2), await signer(3)];
  const { allocationManager, rewardsCoordinator } = core;
  const bridge = await ethers.deployContract("Bridge", [
    allocationManager,
    rewardsCoordinator,
    admin,
    "ipfs://bridge",
    QUORUM_BIPS,
    SLASH_WAD,
  ]);
  const slasher = await ethers.deployContract("InstantSlasher", [
    allocationManager,
    bridge,
    bridge,
    admin,
    OBSERVER_GAS,
    LIMIT_WAD,
    LIMIT_WINDOW_SECONDS,
  ]);
  const weights = core.strategies.map((strategy) => ({ strategy, multiplier: WAD }));
  const rules = {
    minimumStake: ETH,
    maximumOperators: 5,
    lookaheadBlocks: LOOKAHEAD_BLOCKS,
    allowlisted: false,
  };
  await bridge.createSet(SET_ID, weights, slasher, ethers.ZeroAddress, rules);
  await bridge.grantRole(await bridge.REWARDS_ROLE(), funder);
  const consumer = await ethers.deployContract("BridgeConsumer", [bridge, TRUST_DELAY_SECONDS]);
  const avs = await bridge.getAddress();
  const { chainId } = await ethers.provider.getNetwork();
  const domain: BridgeDomain = { chainId, bridge: avs };
  return { core, admin, funder, alice, mallory, bridge, slasher, consumer, avs, domain };
}

/** The same with operators op1 to op4, each with a key of its own and everything allocated. */
export async function deployStaffedBridge() {
  const deployed = await deployBridge();
  const { core, avs } = deployed;
  const op1 = await staff(core, avs, 1, 50n * ETH);
  const op2 = await staff(core, avs, 2, 30n * ETH);
  const op3 = await staff(core, avs, 3, 15n * ETH);
  const op4 = await staff(core, avs, 4, 5n * ETH);
  return { ...deployed, op1, op2, op3, op4 };
}

export type StaffedBridge = Awaited<ReturnType<typeof deployStaffedBridge>>;

/** What `signVotes` takes. */
export function voters(...operators: readonly ServiceOperator[]) {
  return operators.map(({ account, key }) => ({ operator: account.address, key }));
}
