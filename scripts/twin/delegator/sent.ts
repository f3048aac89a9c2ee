import { AbiCoder, keccak256, type ParamType, ZeroHash } from "ethers";
import { pubkeyHashOf as nameOfKey } from "../../../model/1-staking/deposits.ts";
import type { SlotNeighbours } from "../../../model/5-lrt/operators/delegator.ts";
import type { DelegatorAction } from "../../../model/5-lrt/operators/delegator-step.ts";
import { type Logged, ZERO_HASH } from "../../../model/shared/machine.ts";
import { credentialsFor, depositDataFor, pubkeyHashOf, pubkeyOf } from "../../beacon/depositData.ts";
import { ETH_IN_GWEI } from "../../lib/units.ts";
import type { Sent } from "../shared/chain-side.ts";
import { replaced } from "../shared/names.ts";
import type { Placed } from "../shared/side-by-side.ts";
import type { Stand } from "./stand.ts";

/** Keys of a sequence: no more of them are staked. */
export const KEYS: readonly string[] = Array.from({ length: 90 }, (_, nth) => pubkeyOf("twin", nth).toLowerCase());
const NO_STATE = { beaconStateRoot: ZeroHash, proof: "0x" };
const NO_BALANCES = { balanceContainerRoot: ZeroHash, proof: "0x" };

/** How a model's actions go to the chain, and how the chain's words are read. */
export interface Post {
  readonly sentOf: (action: DelegatorAction) => Promise<Sent>;
  /** Arguments of a question with the chain's words in them. */
  readonly toChain: <T>(value: T) => T;
  readonly named: (words: string) => string;
  readonly hear: (events: readonly Logged[]) => void;
}

export function postOf({ deployed }: Pick<Stand, "deployed">): Post {
  const hexes = new Map<string, string>([[ZERO_HASH, ZeroHash]]);
  const texts = new Map<string, string>([[ZeroHash, ZERO_HASH]]);
  const add = (text: string, hex: string): void => {
    hexes.set(text, hex.toLowerCase());
    texts.set(hex.toLowerCase(), text.toLowerCase());
  };
  for (const key of KEYS) add(nameOfKey(key), pubkeyHashOf(key));
  const at = (name: string): string => (deployed[name] as Placed).at;
  const queued = Object.values(deployed).flatMap(({ abi }) => abi.getEvent("SlashingWithdrawalQueued") ?? []);
  const withdrawal = queued[0]?.inputs.find(({ name }) => name === "withdrawal") as ParamType;

  /** Arguments as the chain takes them, where they are not the model's: proofs stand where the model has none. */
  const argsOf = ({ contract, function: name, args }: DelegatorAction): readonly unknown[] => {
    const call = `${contract}.${name}`;
    if (call === "others.say") return told(args[0] as SlotNeighbours);
    if (call === "delegator.stake") {
      const [pubkey, signature] = args as [string, string];
      return [pubkey, signature, rootOf(pubkey, credentialsFor(1, at("pod")), 32n * ETH_IN_GWEI)];
    }
    if (call === "rungOne.deposit") {
      const [wei, pubkey, credentials, signature] = args as [bigint, string, string, string];
      return [wei, pubkey, credentials, signature, rootOf(pubkey, credentials, wei / 10n ** 9n)];
    }
    const [first, list] = args as [unknown, readonly unknown[]];
    if (call === "pod.startCheckpoint") return [false];
    if (name === "verifyWithdrawalCredentials")
      return [first, NO_STATE, list, list.map(() => "0x"), list.map(() => [])];
    if (call === "unprovenKeys.proveKeys") return [...args, (args[2] as readonly unknown[]).map(() => "0x")];
    if (call === "pod.verifyStaleBalance") return [first, NO_STATE, { validatorFields: [list], proof: "0x" }];
    if (call === "pod.verifyCheckpointProofs")
      return [
        NO_BALANCES,
        (first as readonly string[]).map((pubkeyHash) => ({ pubkeyHash, balanceRoot: ZeroHash, proof: "0x" })),
      ];
    return args;
  };

  return {
    async sentOf(action) {
      const { from, contract, function: name } = action;
      const isTold = contract === "others";
      const { at: to, abi } = deployed[isTold ? "restaker" : contract] as Placed;
      const given = replaced(argsOf(action), hexes);
      if (name === "receive") return { from, to, data: "0x", value: given[0] as bigint };
      const isPayable = PAYABLE.has(name);
      const [value, rest] = isPayable ? [given[0] as bigint, given.slice(1)] : [0n, given];
      const called = isTold ? "tell" : (OVERLOADED[name] ?? name);
      return { from, to, data: abi.encodeFunctionData(called, rest), value, function: { abi, name: called } };
    },
    toChain: (value) => replaced(value, hexes),
    named: (words) => words.replaceAll(/0x[0-9a-f]{64}(?![0-9a-f])/g, (hash) => texts.get(hash) ?? hash),
    hear(events) {
      for (const { event, args } of events)
        if (event === "SlashingWithdrawalQueued")
          add(
            String(args.withdrawalRoot),
            keccak256(AbiCoder.defaultAbiCoder().encode([withdrawal], [args.withdrawal])),
          );
    },
  };
}

const PAYABLE = new Set(["deposit", "exitValidators", "requestWithdrawal", "fundIssuance"]);

/** Functions to which the model gives a name of their own. */
const OVERLOADED: Readonly<Record<string, string>> = {
  createOperatorSetsV2: "createOperatorSets(address,(uint32,address[],address)[])",
};

const rootOf = (pubkey: string, credentials: string, gwei: bigint): string =>
  depositDataFor(pubkey, credentials, gwei).root;

const told = ({ listed, minLegAssets, quarantineSeconds, failingSince, inDoubt }: SlotNeighbours): unknown[] => [
  listed.map(({ strategy, rateWad, isReadable, isExitable }) => ({
    ...{ strategy, rateWad, isReadable, isExitable: isExitable === true, isSilent: isExitable === undefined },
  })),
  ...[minLegAssets, quarantineSeconds, failingSince, inDoubt],
];
