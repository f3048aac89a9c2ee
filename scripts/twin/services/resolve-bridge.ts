import { getMembers } from "../../../model/3-restaking/allocation/views.ts";
import { digestOf } from "../../../model/4-avs/bridge/bridge.ts";
import { keysOf } from "../../../model/4-avs/keys/signing-keys.ts";
import { type Avs, KEY_KIND } from "../../../model/4-avs/state.ts";
import { keyOf, ZERO_HASH } from "../../../model/shared/machine.ts";
import { signatureOf } from "../../../model/shared/signature.ts";
import type { Choice, Chosen } from "./resolve.ts";
import { NOBODY } from "./sent.ts";
import type { Cast } from "./stand.ts";
import { HEIGHTS, messagesOf, treesOf } from "./words.ts";

/** Steps of the bridge and its consumer. */

const heightOf = ({ other }: Choice): bigint => HEIGHTS[other % HEIGHTS.length] as bigint;

const rootOf = ({ cast }: Choice, nth: number): string => treesOf(cast)[nth % 3]?.root as string;

/** What one of an operator's keys signs, or its owner for a contract. */
export function signedBy(avs: Avs, service: string, operator: string, digest: string, keyIndex?: number): string {
  const keys = keysOf(avs, service, operator);
  const key = keys[keyIndex ?? keys.length - 1];
  if (key === undefined) return NOBODY;
  const owner = avs.state.wallets.get(key.account)?.owner;
  return signatureOf(key.kind === KEY_KIND.contract && owner !== undefined ? owner : key.account, digest);
}

function statementOf(choice: Choice, root: string, keyIndex: number): object {
  const { avs, cast, operator, nth } = choice;
  const digest = digestOf(cast.bridge, operator, heightOf(choice), root);
  const signature = nth === 8 ? NOBODY : signedBy(avs, cast.bridge, operator, digest, keyIndex);
  return { root, keyIndex: BigInt(keyIndex), signature };
}

/** The last key for a zero, and earlier ones for others. */
function keyIndexOf({ avs, cast, operator, nth }: Choice, place: number): number {
  const count = keysOf(avs, cast.bridge, operator).length;
  return Math.max(0, count - 1 - ((nth + place) % 3));
}

/** Members in order; the first alone, all in the wrong order, or one who is no member among them. */
export function signersOf({ avs, cast, nth }: Choice, service: string): string[] {
  const members = [...getMembers(avs, { avs: service, id: 1n })].sort();
  if (nth === 6) return members.slice(0, 1);
  if (nth === 7) return members.reverse();
  if (nth === 5) return [...new Set([...members, cast.operators[3] as string])].sort();
  return members;
}

export const ofBridge = {
  relay: (choice: Choice): Chosen => {
    const { avs, cast, nth } = choice;
    const [height, root] = [heightOf(choice), nth === 9 ? ZERO_HASH : rootOf(choice, nth % 3)];
    const signers = signersOf(choice, cast.bridge).map((operator) => ({
      operator,
      signature:
        nth === 8 ? NOBODY : signedBy(avs, cast.bridge, operator, digestOf(cast.bridge, operator, height, root)),
    }));
    return [cast.alice, cast.bridge, "relay", height, root, signers];
  },
  witness: (choice: Choice): Chosen => {
    const { cast, operator, nth } = choice;
    const statement = statementOf(choice, nth === 9 ? ZERO_HASH : rootOf(choice, nth), keyIndexOf(choice, 0));
    return [cast.alice, cast.bridge, "witness", operator, heightOf(choice), statement];
  },
  prove: (choice: Choice): Chosen => {
    const { cast, operator, nth } = choice;
    const [first, second] = [rootOf(choice, 0), nth === 9 ? ZERO_HASH : rootOf(choice, nth === 7 ? 0 : 1)];
    const statements = [
      statementOf(choice, first, keyIndexOf(choice, 0)),
      statementOf(choice, second, keyIndexOf(choice, 2)),
    ];
    return [cast.alice, cast.bridge, "proveEquivocation", operator, heightOf(choice), ...statements];
  },
  punish: (choice: Choice): Chosen => [
    choice.cast.alice,
    choice.cast.bridge,
    "punish",
    choice.operator,
    heightOf(choice),
  ],
  revoke: (choice: Choice): Chosen => {
    const { avs, cast, nth } = choice;
    const height = heightOf(choice);
    const commitment = avs.state.relayed.get(keyOf(cast.bridge, String(height)))?.signersCommitment ?? "signers(;;0)";
    const [operators, weights, total] = commitment.slice("signers(".length, -1).split(";") as [string, string, string];
    const list = (text: string): string[] => (text === "" ? [] : text.split(","));
    const totalStake = BigInt(total) + (nth === 9 ? 1n : 0n);
    return [cast.alice, cast.bridge, "revoke", height, list(operators), list(weights).map(BigInt), totalStake];
  },
  pay: (choice: Choice): Chosen => {
    const { avs, cast, nth } = choice;
    const height = heightOf(choice);
    const trees = treesOf(cast);
    const root = avs.state.relayed.get(keyOf(cast.bridge, String(height)))?.root;
    const tree = trees.find((one) => one.root === root) ?? trees[0];
    const places = [...(tree?.proofs.keys() ?? [])];
    const place = nth > 7 ? 2 + (nth % 2) : (places[nth % places.length] as number);
    return [cast.alice, cast.consumer, "pay", height, messagesOf(cast)[place], tree?.proofs.get(place) ?? []];
  },
  deny: ({ cast, nth, bps }: Choice): Chosen => [cast.alice, walletOf(cast, nth), "setDenying", bps > 5_000n],
} as const;

const walletOf = ({ wallets }: Cast, nth: number): string => wallets[nth % wallets.length] as string;
