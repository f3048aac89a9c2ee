import { AbiCoder, type Interface, keccak256, type ParamType, toUtf8Bytes, ZeroHash } from "ethers";
import { silenceIdOf } from "../../../model/4-avs/availability/challenges.ts";
import { type Chunk, chunkLeafOf } from "../../../model/4-avs/availability/chunks.ts";
import { faultIdOf } from "../../../model/4-avs/bridge/bridge.ts";
import { leafOf, type Message } from "../../../model/4-avs/bridge/bridge-consumer.ts";
import { parentOf } from "../../../model/4-avs/merkle.ts";
import { deviationIdOf } from "../../../model/4-avs/oracle/price-oracle.ts";
import { REWARDS_ROLE } from "../../../model/4-avs/reward-funding.ts";
import { type Logged, ZERO_HASH } from "../../../model/shared/machine.ts";
import { ETH } from "../../lib/units.ts";
import { replaced } from "../shared/names.ts";
import { spellError } from "../shared/spell.ts";
import { bytesOf } from "./bytes.ts";
import type { Cast } from "./stand.ts";

/** Heights for which roots are signed. */
export const HEIGHTS = [1n, 2n, 3n];

/** Rounds and challenges of a sequence: no more of them than steps; none has the number 0. */
const MOST = 90n;

const coder = AbiCoder.defaultAbiCoder();
/** The hash of two, the lesser first. */
const parent = (words: readonly string[]): string => {
  const [left, right] = [...words].sort() as [string, string];
  return keccak256(`${left}${right.slice(2)}`);
};
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

/** What is kept: a ledger of three accounts, one of them refusing all ether, and a blob with a chunk that is too long. */
export const blobsOf = ({ alice, wall, committee }: Cast): readonly (readonly [Chunk, Chunk])[] => [
  [
    { account: alice, entitlementWei: 3n * ETH },
    { account: wall, entitlementWei: ETH },
  ],
  [{ length: 5_000n }, { account: committee, entitlementWei: ETH / 2n }],
  [
    { account: alice, entitlementWei: ETH },
    { account: committee, entitlementWei: 2n * ETH },
  ],
  [{ length: 0n }, { length: 31n }],
];

/** The root over a blob's chunks, which is its id. */
export const blobIdOf = ([first, second]: readonly [Chunk, Chunk]): string =>
  parentOf(chunkLeafOf(0n, first), chunkLeafOf(1n, second));

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
  for (const [nth, { root }] of treesOf(cast).entries()) {
    const places = TREES[nth] as readonly number[];
    if (places.length === 2) add(root, parent(places.map((one) => leaves[one] as string)));
  }

  for (const [nth, blob] of blobsOf(cast).entries()) {
    const words = blob.map((chunk, index) =>
      twice(coder.encode(["uint256", "bytes32"], [index, keccak256(bytesOf(chunk))])),
    );
    for (const [index, chunk] of blob.entries()) add(chunkLeafOf(BigInt(index), chunk), words[index] as string);
    add(blobIdOf(blobsOf(cast)[nth] as typeof blob), parent(words));
  }
  const { oracle, availability } = cast;
  for (let number = 0n; number <= MOST; number++) {
    for (const operator of operators) {
      const hex = keccak256(coder.encode(["address", "address", "uint256"], [oracle, operator, number]));
      add(deviationIdOf(oracle, operator, number), hex);
    }
    add(silenceIdOf(availability, number), keccak256(coder.encode(["address", "uint256"], [availability, number])));
  }

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
