import { getCreateAddress, type Interface } from "ethers";
import { newReserve } from "../../../model/5-lrt/operators/restaker/neighbours.ts";
import { newRestaker, type RestakerState } from "../../../model/5-lrt/operators/restaker/restaker.ts";
import { MAX_SLOTS } from "../../../model/5-lrt/operators/restaker/slots.ts";
import { Table } from "../../../model/shared/table.ts";
import { ETH } from "../../lib/units.ts";
import { openChainOfAnyTimeAt } from "../../replay/chain/rpc.ts";
import type { Ground, Placed } from "../shared/side-by-side.ts";

const BEGIN = 1_900_000_000n;

/** Who and what there is besides the contracts. */
export interface Cast {
  readonly governor: string;
  readonly people: readonly string[];
  readonly operators: readonly string[];
  readonly services: readonly string[];
  /** The last is listed by nobody at first. */
  readonly lsts: readonly string[];
  /** One of each LST. */
  readonly reserves: readonly string[];
  /** Two of the first LST, two of the second, one of the last. */
  readonly strategies: readonly string[];
}

export type Contract = "restaker" | "rules" | "keys" | "targets" | "vault" | "core";

/** The restaker with its targets, rules and keys between neighbours that say what they are told, and the same in the model. */
export interface RestakerStand extends Omit<Ground, "named"> {
  readonly cast: Cast;
  readonly deployed: Readonly<Record<Contract, Placed>>;
  /** What stands several times. */
  readonly abis: Readonly<Record<"delegator" | "reserve" | "strategy", Interface>>;
  readonly fresh: RestakerState;
}

export async function standUpRestaker(): Promise<RestakerStand> {
  const chain = await openChainOfAnyTimeAt(BEGIN);
  const { ethers } = chain.connection;
  const [governor, ...people] = (await ethers.getSigners()).slice(0, 4);
  if (governor === undefined) throw new Error("the network has no accounts");
  const lens = await ethers.deployContract("Lens");
  const authority = await ethers.deployContract("AccessManager", [governor]);
  const core = await ethers.deployContract("ToldCore");
  const vault = await ethers.deployContract("ToldVault");
  const lsts = ["1", "2", "3"].map((one) => `0x${one.padStart(40, "7")}`);
  const reserves = await inTurn(lsts, (lst) => ethers.deployContract("ToldReserve", [vault, lst]));
  const lstOf = [0, 0, 1, 1, 2].map((nth) => lsts[nth] as string);
  const strategies = await inTurn(lstOf, (lst) => ethers.deployContract("ToldStrategy", [lst]));

  // four contracts come first that have to know it
  const nonce = (await governor.getNonce()) + 4;
  const at = getCreateAddress({ from: governor.address, nonce });
  const slot = await ethers.deployContract("ToldSlot", [core, vault, at]);
  const rules = await ethers.deployContract("OperatorRules", [authority, at, core, core]);
  const keys = await ethers.deployContract("DepositKeys", [authority, at]);
  const targets = await ethers.deployContract("Allocations", [vault, vault, at, rules]);
  const places = [authority, vault, slot, core, targets, rules, keys] as const;
  const restaker = await ethers.deployContract("Restaker", [...places]);

  const addressOf = (one: { readonly target: unknown }): string => String(one.target).toLowerCase();
  const placed = (one: { readonly target: unknown; readonly interface: Interface }): Placed => ({
    at: addressOf(one),
    abi: one.interface,
  });
  const deployed = {
    restaker: placed(restaker),
    rules: placed(rules),
    keys: placed(keys),
    targets: placed(targets),
    vault: placed(vault),
    core: placed(core),
  };
  const cast: Cast = {
    governor: governor.address.toLowerCase(),
    people: people.map(({ address }) => address.toLowerCase()),
    operators: ["1", "2", "3", "4"].map((one) => `0x${one.padStart(40, "9")}`),
    services: ["1", "2", "3"].map((one) => `0x${one.padStart(40, "8")}`),
    lsts,
    reserves: reserves.map(addressOf),
    strategies: strategies.map(addressOf),
  };
  for (const account of [cast.governor, ...cast.people]) await chain.setBalance(account, 10n ** 6n * ETH);

  const fresh = newRestaker({
    ...{ restaker: deployed.restaker.at, rules: deployed.rules.at, keys: deployed.keys.at },
    ...{ vault: deployed.vault.at, core: deployed.core.at, governor: cast.governor },
    beaconChainEth: (await core.beaconChainETHStrategy()).toLowerCase(),
    clones: Array.from({ length: Number(MAX_SLOTS) }, (_, nth) =>
      getCreateAddress({ from: at, nonce: nth + 1 }).toLowerCase(),
    ),
  });
  const neighbours = {
    ...fresh.neighbours,
    reserves: tableOf(cast.reserves, (nth) => newReserve(lsts[nth] as string)),
    strategies: tableOf(cast.strategies, (nth) => ({
      ...{ lst: lstOf[nth] as string, amount: 0n, shares: 0n, broken: false },
    })),
  };
  return {
    chain,
    lens: String(lens.target),
    block: { number: await chain.blockNumber(), timestamp: BEGIN + 86_400n },
    cast,
    deployed,
    abis: {
      delegator: slot.interface,
      reserve: (reserves[0] as (typeof reserves)[number]).interface,
      strategy: (strategies[0] as (typeof strategies)[number]).interface,
    },
    fresh: { ...fresh, neighbours },
  };
}

/** Of each, one after the other. */
async function inTurn<T, U>(list: readonly T[], make: (one: T) => Promise<U>): Promise<U[]> {
  const made: U[] = [];
  for (const one of list) made.push(await make(one));
  return made;
}

const tableOf = <V>(keys: readonly string[], of: (nth: number) => V): Table<V> =>
  keys.reduce((table, key, nth) => table.set(key, of(nth)), Table.empty<V>());
