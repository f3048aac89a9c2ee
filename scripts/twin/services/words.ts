import { AbiCoder, type Interface, keccak256, type ParamType, toUtf8Bytes, ZeroHash } from "ethers";
import { faultIdOf } from "../../../model/4-avs/bridge/bridge.ts";
import { leafOf, type Message } from "../../../model/4-avs/bridge/bridge-consumer.ts";
import { parentOf } from "../../../model/4-avs/merkle.ts";
import { REWARDS_ROLE } from "../../../model/4-avs/reward-funding.ts";
import { type Logged, ZERO_HASH } from "../../../model/shared/machine.ts";
import { replaced } from "../shared/names.ts";
import { spellError } from "../shared/spell.ts";
import type { Cast } from "./stand.ts";

/** Heights for which roots are signed. */
export const HEIGHTS = [1n, 2n, 3n];

const coder = AbiCoder.defaultAbiCoder();
const twice = (data: string): string => keccak256(keccak256(data));

/** What was locked on the other chain. */
export const messagesOf = ({ alice, admin }: Cast): readonly Message[] =>
  [3n, 5n, 8n, 13n].map((amount, nonce) => ({
    nonce: BigInt(nonce),
    recipient: nonce % 2 === 0 ? alice : admin,
    amount,
  }));

/** Trees of two messages or one, as the roots of which they are known to both. */
const TREES = [[0, 1], [0, 2], [3]] as const;

/** A root of the other chain, the messages under it, and the proof of each. */
export interface Tree {
  readonly root: string;
  readonly proofs: ReadonlyMap<number, readonly string[]>;
}

export function treesOf(cast: Cast): readonly Tree[] {
  const leaves = messagesOf(cast).map(leafOf);
  return TREES.map(([left, right]) => {
    const [first, second] = [leaves[left] as string, right === undefined ? undefined : leaves[right]];
    if (second === undefined || right === undefined) return { root: first, proofs: new Map([[left, []]]) };
    const proofs = new Map<number, string[]>([
      [left, [second]],
      [right, [first]],
    ]);
    return { root: parentOf(first, second), proofs };
  });
}

/** Texts of the model for words of the chain, and the other way round: both are known for all that may be said. */
export interface Words {
  /** With the chain's words for the model's texts. */
  readonly toChain: <T>(value: T) => T;
  /** With the model's texts for the chain's words. */
  readonly toModel: (words: string) => string;
  /** Takes in what only an event tells. */
  readonly hear: (events: readonly Logged[]) => void;
}

export function wordsOf(cast: Cast, abis: ReadonlyMap<string, Interface>): Words {
  const hexes = new Map<string, string>();
  const texts = new Map<string, string>();
  const add = (text: string, hex: string): void => {
    hexes.set(text, hex);
    texts.set(hex, text.toLowerCase());
  };
  add(ZERO_HASH, ZeroHash);
  add(REWARDS_ROLE, keccak256(toUtf8Bytes(REWARDS_ROLE)));
  const { bridge, operators } = cast;
  for (const operator of [...operators, cast.alice])
    for (const height of HEIGHTS) {
      const hex = keccak256(coder.encode(["address", "address", "uint256"], [bridge, operator, height]));
      add(faultIdOf(bridge, operator, height), hex);
    }
  const messages = messagesOf(cast);
  const leaves = messages.map(({ nonce, recipient, amount }) =>
    twice(coder.encode(["uint256", "address", "uint256"], [nonce, recipient, amount])),
  );
  for (const [nth, message] of messages.entries()) add(leafOf(message), leaves[nth] as string);
  treesOf(cast).forEach(({ root }, nth) => {
    const [left, right] = (TREES[nth] as readonly number[]).map((one) => leaves[one] as string).sort();
    if (left !== undefined && right !== undefined) add(root, keccak256(`${left}${right.slice(2)}`));
  });

  const known = [...new Set(abis.values())];
  const structOf = (event: string, name: string): ParamType | undefined =>
    known.map((abi) => abi.getEvent(event)?.inputs.find((one) => one.name === name)).find((one) => one !== undefined);
  const hearOne = ({ event, args }: Logged): void => {
    if (event === "SlashingWithdrawalQueued") {
      const struct = structOf(event, "withdrawal") as ParamType;
      add(String(args.withdrawalRoot), keccak256(coder.encode([struct], [args.withdrawal])));
    }
    const name = ["rewardsSubmission", "operatorDirectedRewardsSubmission"].find((one) => one in args);
    if (name === undefined) return;
    const { avs } = args.operatorSet as { avs: string };
    const types = ["address", "uint256", structOf(event, name) as ParamType];
    const hex = keccak256(coder.encode(types, [avs, args.submissionNonce, args[name]]));
    add(String(args[`${name}Hash`]), hex);
  };

  return {
    toChain: (value) => replaced(value, hexes),
    toModel: (words) =>
      words
        .replace(/(?<=PunishmentWaits\(.*,)0x[0-9a-f]{8,}(?=\)$)/, (data) => spellError(known, data).toLowerCase())
        .replaceAll(/0x[0-9a-f]{64}/g, (hash) => texts.get(hash) ?? hash),
    hear: (events) => events.forEach(hearOne),
  };
}
