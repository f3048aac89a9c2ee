import type { Addressable } from "ethers";
import { DELAY_BLOCKS, deployCore, ethers, type ServiceOperator, SET_ID, signer, staff } from "../core.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

export const SLASH_WAD = WAD / 5n;
export const LIMIT_WAD = (WAD * 2n) / 5n;
export const VETO_SECONDS = 300n;
export const EXECUTION_SECONDS = 240n;
/** Shorter than the execution window, so that what the limit refuses can still be executed in time. */
const LIMIT_WINDOW_SECONDS = 120;

/** What every slasher is deployed with, but for its limit. */
type Common = readonly [
  allocationManager: Addressable,
  service: Addressable,
  prover: Addressable,
  admin: Addressable,
  number,
];

/**
 * A bridge whose set is slashed by the slasher that `deploySlasher` makes, with two operators behind it; its prover is an
 * account, so that any fault can be claimed.
 */
export async function deployBehind<Slasher extends Addressable>(deploySlasher: (common: Common) => Promise<Slasher>) {
  const core = await deployCore();
  const [admin, prover] = [await signer(0), await signer(5)];
  const { allocationManager, rewardsCoordinator } = core;
  const service = await ethers.deployContract("Bridge", [
    allocationManager,
    rewardsCoordinator,
    admin,
    "",
    6_667,
    SLASH_WAD,
  ]);
  const avs = await service.getAddress();
  const slasher = await deploySlasher([allocationManager, service, prover, admin, 300_000]);
  const weights = core.strategies.map((strategy) => ({ strategy, multiplier: WAD }));
  const rules = { minimumStake: 0, maximumOperators: 5, lookaheadBlocks: DELAY_BLOCKS, allowlisted: false };
  await service.createSet(SET_ID, weights, slasher, ethers.ZeroAddress, rules);
  const op1 = await staff(core, avs, 1, 10n * ETH);
  const op2 = await staff(core, avs, 2, 10n * ETH);
  return { core, avs, admin, prover, slasher, op1, op2 };
}

/** The same with a vetoable slasher. */
export async function deployAnnouncing() {
  const committee = await signer(4);
  const behind = await deployBehind((common) =>
    ethers.deployContract("VetoableSlasher", [
      ...common,
      LIMIT_WAD,
      LIMIT_WINDOW_SECONDS,
      committee,
      VETO_SECONDS,
      EXECUTION_SECONDS,
    ]),
  );
  const { slasher, prover } = behind;
  const accuse = async ({ account }: ServiceOperator, faultId: string, wad = SLASH_WAD) =>
    slasher.connect(prover).requestSlash(account, SET_ID, wad, faultId, "a fault");
  return { ...behind, committee, accuse };
}
