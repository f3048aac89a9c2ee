import { getAddress } from "ethers";
import type { Entry } from "../../lib/ladder/event-log.ts";
import type { ContractName } from "../../lib/ladder/contracts.ts";
import { slots } from "../../lib/ladder/pod-of.ts";
import type { World } from "../world.ts";

/** Whose ETH lies in an account. The three that hold others' ETH by books of their own are each a side for itself. */
export type Side = "actors" | "treasury" | "rewards" | "services" | "markets" | "cover" | "vault" | "nobody" | "others";
export type Booked = "beaconChain" | "stETH" | "weth";

const SERVICES: readonly ContractName[] = [
  ...(["bridge", "bridgeSlasher", "bridgeConsumer", "oracle", "oracleSlasher"] as const),
  ...(["availability", "availabilitySlasher"] as const),
];
const MARKETS: readonly ContractName[] = [
  ...(["uniswapFactory", "positionManager", "swapRouter", "quoter", "morpho", "rateModel", "pool"] as const),
  ...(["looper", "liquidator", "pegArbitrageur"] as const),
];
/** Nobody has their keys: where slashed tokens are sent, and what the LST was born with. */
const NOBODY = [
  "0x0000000000000000000000000000000000000000",
  "0x00000000000000000000000000000000000E16E4",
  "0x000000000000000000000000000000000000dEaD",
];

/** Of a story's world, what its accounts are found by. */
export type Stage = Pick<World, "ladder" | "notes" | "signer">;

/** Everybody whom anything on a chain names, by the side that what they have belongs to. */
export interface Accounts {
  readonly sides: ReadonlyMap<string, Side | Booked>;
  /** Those that an event of a token has named. */
  readonly holders: ReadonlySet<string>;
}

function* addressesOf({ address, sender, args }: Entry): Iterable<string> {
  yield address;
  yield sender;
  for (const { type, value } of args) if (type === "address") yield value as string;
}

/**
 * Finds whose ETH there can be.
 *
 * @param entries every event since the chain began
 */
export async function accountsOf(
  world: Stage,
  actors: readonly string[],
  entries: readonly Entry[],
): Promise<Accounts> {
  const { ladder, notes } = world;
  const { addresses, contracts, admin, guardian, keeper } = ladder;
  const sides = new Map<string, Side | Booked>();
  const put = (side: Side | Booked, ...list: readonly string[]): void => {
    for (const address of list) sides.set(getAddress(address), side);
  };
  for (const entry of entries) put("others", ...addressesOf(entry));
  put("others", guardian.address, keeper.address);
  put("nobody", ...NOBODY);
  put("vault", ...Object.values(addresses));
  for (const { name, args } of entries) {
    if (name === "PodDeployed") put("vault", ...args.map(({ value }) => value as string));
  }
  for (const slot of await slots(ladder)) put("vault", (await contracts.restaker.slotAt(slot)).delegator);
  put("services", ...SERVICES.map((name) => addresses[name]));
  for (const [key, value] of notes) if (key.startsWith("open-service ")) put("services", value as string);
  put("markets", ...MARKETS.map((name) => addresses[name]));
  put("rewards", addresses.rewards);
  put("cover", addresses.cover);
  // what lies in the facade is its users'
  put("others", addresses.facade);
  put("treasury", admin.address, await contracts.settings.feeRecipient());
  put("beaconChain", addresses.beaconChain);
  put("stETH", addresses.stETH);
  put("weth", addresses.weth);
  put("actors", ...actors.map((name) => world.signer(name).address));
  const tokens = new Set([addresses.stETH, addresses.wstETH, addresses.weth, addresses.vault].map(getAddress));
  const named = entries.filter(({ address }) => tokens.has(getAddress(address)));
  const holders = new Set(named.flatMap((entry) => [...addressesOf(entry)].map(getAddress)));
  // the wrapper's stETH is what its own token is
  holders.delete(getAddress(addresses.wstETH));
  return { sides, holders };
}
