import { computeAddress, getAddress, id, isAddress, SigningKey } from "ethers";
import { type CoreContract, CORE_CONTRACTS } from "../../../model/3-restaking/core.ts";
import { BEACON_CHAIN_ETH_STRATEGY } from "../../../model/3-restaking/libraries/constants.ts";
import { podNameOf } from "../../../model/3-restaking/pods/eigen-pod-manager.ts";
import { type Address, ZERO_ADDRESS } from "../../../model/shared/machine.ts";
import { BEACON } from "../chain/order.ts";

/** The addresses behind a recording's names, in the model's world. */
export interface Addresses {
  readonly contracts: Readonly<Record<CoreContract, Address>>;
  readonly registrar: Address;
  /** A strategy and its token, by name; beacon chain ETH has no token. */
  readonly strategies: ReadonlyMap<string, { readonly strategy: Address; readonly token: Address }>;
  /** Of a person, who need not have been named before. */
  readonly account: (name: string) => Address;
  /** Of a contract, a strategy, `token of` one, or a person. */
  readonly addressOf: (name: string) => Address;
  /** Which ABI an address answers by. */
  readonly kindAt: (address: Address) => string | undefined;
  /** The recorded name of an address, nothing for the zero address, the address itself for a stranger. */
  readonly nameOf: (address: Address) => string;
}

/** Roles that the owner has, on the chain that recordings are played on too: one account, called as it was called last. */
const OWNED = ["unpauser", "whitelister"];

const numbered = (group: string, index: number): Address =>
  `0x${group}${index.toString(16).padStart(42 - 2 - group.length, "0")}`;

/**
 * Chooses addresses: strategies such that their order is the given one, lowest first, with beacon chain ETH at the
 * address that the core gives it.
 */
export function chooseAddresses(order: readonly string[], cast: readonly string[]): Addresses {
  const people = new Map<string, Address>();
  const names = new Map<Address, string>([[ZERO_ADDRESS, ""]]);
  const kinds = new Map<Address, string>();
  const places = new Map<string, Address>();
  const put = (name: string, address: Address, kind: string): Address => {
    places.set(name, address);
    names.set(address, name);
    kinds.set(address, kind);
    return address;
  };
  const contracts = Object.fromEntries(
    CORE_CONTRACTS.map((name, index) => [name, put(name, numbered("c0", index), name)]),
  ) as Record<CoreContract, Address>;
  const beacon = order.indexOf(BEACON);
  const strategies = new Map(
    order.map((name, index) => {
      if (name === BEACON) {
        names.set(BEACON_CHAIN_ETH_STRATEGY, name);
        places.set(name, BEACON_CHAIN_ETH_STRATEGY);
        return [name, { strategy: BEACON_CHAIN_ETH_STRATEGY, token: ZERO_ADDRESS }];
      }
      const strategy = put(name, numbered(index < beacon || beacon < 0 ? "51" : "f1", index), "StrategyBase");
      return [name, { strategy, token: put(`token of ${name}`, numbered("70", index), "ReplayToken") }];
    }),
  );
  const account = (name: string): Address => {
    const address = people.get(name) ?? accountOf(OWNED.includes(name) ? "owner" : name);
    people.set(name, address);
    names.set(address, name);
    return address;
  };
  for (const name of cast) names.set(podNameOf(account(name)), `pod of ${name}`);
  return {
    contracts,
    registrar: numbered("4e", 0),
    strategies,
    account,
    addressOf: (name) => places.get(name) ?? account(name),
    kindAt: (address) => kinds.get(address),
    nameOf: (address) => names.get(address) ?? (isAddress(address) ? getAddress(address) : address),
  };
}

/** As on the chain: a name means the same account in every recording. */
const accountOf = (name: string): Address =>
  computeAddress(new SigningKey(id(`actor of a recording: ${name}`)).publicKey).toLowerCase();
