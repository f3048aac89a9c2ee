import type { Interface } from "ethers";
import {
  type Neighbours,
  newReserve,
  type Reserve,
  type ReserveState,
} from "../../../model/5-lrt/operators/reserve.ts";
import { type ReserveAction, stepReserve } from "../../../model/5-lrt/operators/step.ts";
import { ETH } from "../../lib/units.ts";
import type { Sent } from "../shared/chain-side.ts";
import type { Placed } from "../shared/side-by-side.ts";
import { beginningOf, type Pair, pairsOver } from "../pool/pair.ts";
import { type PoolStand, standUpPool } from "../pool/stand.ts";
import { LEAST_LEG, STRATEGIES } from "./draw.ts";
import { type Contract, look } from "./look.ts";

const ZERO = `0x${"0".repeat(40)}`;
const DAY = 86_400n;

/** One sequence on both. */
export type ReservePair = Pair<ReserveState, ReserveAction>;

/**
 * A reserve over the LST and the beacon chain on both sides, between a vault and a restaker that say what they are told.
 *
 * @param model what plays on the model's side; tests put a flaw into it
 */
export async function openReservePairs(model = stepReserve): Promise<{ readonly begin: () => Promise<ReservePair> }> {
  const stand = await standUpPool();
  const { cast, fresh: pool, sentOf: sentToPool } = stand;
  const { deployed, governor } = await standUpReserve(stand);
  const [at, vault, restaker] = [deployed.reserve.at, deployed.vault.at, deployed.restaker.at];
  const fresh = newReserve(pool, { at, vault, restaker, instantExit: vault, governor });

  const sentOf = async ({ contract, ...action }: ReserveAction): Promise<Sent> => {
    const { from, function: name, args } = action;
    if (contract === "others") return { from, to: restaker, value: 0n, data: told(at, args[0] as Neighbours) };
    if (contract !== "reserve") return sentToPool({ ...action, contract });
    if (name === "receive") return { from, to: at, data: "0x", value: args[0] as bigint };
    const { abi } = deployed.reserve;
    return { from, to: at, value: 0n, data: abi.encodeFunctionData(name, args), function: { abi, name } };
  };
  const told = (reserve: string, { minLegAssets, strategy, restaked, broken }: Neighbours): string =>
    deployed.restaker.abi.encodeFunctionData("tell", [
      ...[reserve, strategy ?? ZERO, minLegAssets, broken],
      restaked.map((one) => one.strategy),
      restaked.map(({ quantity }) => quantity),
    ]);
  return pairsOver(stand, {
    fresh,
    step: model,
    sentOf,
    placed: Object.values(deployed),
    look: (reserve: Reserve) => look(reserve, cast.people, deployed),
    beginning: [...beginningOf({ ...cast, at: pool.config }), ...limitsOf(fresh, cast.people)],
  });
}

/** The contracts of a reserve beside those of its LST. */
async function standUpReserve({ chain, deployed }: PoolStand): Promise<{
  readonly deployed: Readonly<Record<Contract | "vault", Placed>>;
  readonly governor: string;
}> {
  const { ethers } = chain.connection;
  const signer = (await ethers.getSigners()).at(-1);
  if (signer === undefined) throw new Error("the network has no accounts");
  const authority = await ethers.deployContract("AccessManager", [signer]);
  const vault = await ethers.deployContract("ToldNeighbours");
  const restaker = await ethers.deployContract("ToldNeighbours");
  const args = [authority.target, vault.target, restaker.target, vault.target, deployed.wstEth.at] as const;
  const reserve = await ethers.deployContract("LstReserve", [...args]);
  const placed = (one: { readonly target: unknown; readonly interface: Interface }): Placed => ({
    at: String(one.target).toLowerCase(),
    abi: one.interface,
  });
  const own = { reserve: placed(reserve), vault: placed(vault), restaker: placed(restaker) };
  return { deployed: { ...deployed, ...own }, governor: signer.address.toLowerCase() };
}

/** Limits, a least leg, a strategy, and wrapped ether for the first of the people. */
export function limitsOf({ reserve, config }: ReserveState, [alice]: readonly string[]) {
  const neighbours: Neighbours = { minLegAssets: LEAST_LEG, strategy: STRATEGIES[0], restaked: [], broken: false };
  const call = (from: string, contract: ReserveAction["contract"], name: string, ...args: unknown[]) => ({
    action: { from, contract, function: name, args } satisfies ReserveAction,
    seconds: 12n,
  });
  return [
    call(reserve.governor, "others", "say", neighbours),
    call(reserve.governor, "reserve", "setLimits", 200n * ETH, 100n * ETH, DAY),
    call(alice as string, "stEth", "approve", config.wstEth, 2n ** 256n - 1n),
    call(alice as string, "wstEth", "wrap", 64n * ETH),
    call(alice as string, "stEth", "report", 1_000n),
  ];
}
