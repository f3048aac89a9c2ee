import { custodyDigestOf } from "../../../model/4-avs/availability/blobs.ts";
import { challengeAt, challengeCount, nextBond } from "../../../model/4-avs/availability/challenges.ts";
import { type Chunk, chunkLeafOf } from "../../../model/4-avs/availability/chunks.ts";
import { CHALLENGE } from "../../../model/4-avs/availability/state.ts";
import { ledgerOf } from "../../../model/4-avs/availability/data-consumer.ts";
import { ZERO_HASH } from "../../../model/shared/machine.ts";
import { ETH } from "../../lib/units.ts";
import { signedBy, signersOf } from "./resolve-bridge.ts";
import type { Choice, Chosen } from "./resolve.ts";
import { NOBODY } from "./sent.ts";
import { blobIdOf, blobsOf } from "./words.ts";

/** Steps of data availability and its consumer. */

const BURN_ADDRESS = "0x000000000000000000000000000000000000dead";
/** From the step on: too short for an answer, for a ledger's exit, and longer. */
const KEPT_SECONDS = [50n, 400n, 900n];
const CHUNKS = 2n;

const blobOf = ({ cast, other }: Choice): readonly [Chunk, Chunk] => {
  const all = blobsOf(cast);
  return all[other % all.length] as (typeof all)[number];
};

/** The sibling of a chunk in its blob. */
const proofOf = (blob: readonly [Chunk, Chunk], index: number): string[] => [
  chunkLeafOf(BigInt(1 - index), blob[1 - index] as Chunk),
];

/** A challenge in a state, if there is one; else one that there is not. */
function challengeIn({ avs, cast, who }: Choice, state: bigint): bigint {
  const count = Number(challengeCount(avs, cast.availability));
  const ids = Array.from({ length: count }, (_, nth) => BigInt(nth + 1)).filter(
    (id) => challengeAt(avs, cast.availability, id).state === state,
  );
  return ids[who % Math.max(1, ids.length)] ?? BigInt(count + 1);
}

export const ofAvailability = {
  store: (choice: Choice): Chosen => {
    const { avs, cast, nth, wait } = choice;
    const store = cast.availability;
    const id = nth === 9 ? ZERO_HASH : blobIdOf(blobOf(choice));
    const chunkCount = nth === 4 ? CHUNKS + 1n : CHUNKS;
    // ends are on a grid, so that one promise can be no longer than another
    const end = avs.block.timestamp + wait[1] + (KEPT_SECONDS[nth % KEPT_SECONDS.length] as bigint);
    const keptUntil = (end / 50n) * 50n;
    const promises = signersOf(choice, store).map((operator) => ({
      operator,
      signature:
        nth === 8
          ? NOBODY
          : signedBy(avs, store, operator, custodyDigestOf(store, operator, id, chunkCount, keptUntil)),
    }));
    return [cast.alice, store, "store", id, chunkCount, keptUntil, promises];
  },
  challenge: (choice: Choice): Chosen => {
    const { avs, cast, operator, nth } = choice;
    const wei = nextBond(avs, cast.availability, operator) + (nth === 9 ? 1n : 0n);
    const args = [wei, operator, blobIdOf(blobOf(choice)), BigInt(nth % 3)];
    return [cast.alice, cast.availability, "challenge", ...args];
  },
  answer: (choice: Choice): Chosen => {
    const { avs, cast, nth } = choice;
    const id = challengeIn(choice, CHALLENGE.open);
    const { blobId, chunkIndex } = challengeAt(avs, cast.availability, id);
    const blob = blobsOf(cast).find((one) => blobIdOf(one) === blobId) ?? blobOf(choice);
    // a blob can be stored with a chunk too many: that one has no proof, and another's is shown for it
    const own = Number(chunkIndex % CHUNKS);
    const index = nth === 9 ? 1 - own : own;
    return [cast.admin, cast.availability, "answer", id, blob[index], proofOf(blob, index)];
  },
  conclude: (choice: Choice): Chosen => {
    return [choice.cast.alice, choice.cast.availability, "conclude", challengeIn(choice, CHALLENGE.open)];
  },
  "punish silence": (choice: Choice): Chosen => {
    return [choice.cast.alice, choice.cast.availability, "punish", challengeIn(choice, CHALLENGE.unanswered)];
  },
  withdraw: ({ cast, nth }: Choice): Chosen => {
    const account = [cast.admin, cast.alice, cast.committee, cast.wall, BURN_ADDRESS][nth % 5];
    return [cast.alice, cast.availability, "withdraw", account];
  },
  "deposit to ledger": ({ cast, bps }: Choice): Chosen => [
    cast.alice,
    cast.dataConsumer,
    "deposit",
    (7n * ETH * bps) / 10_000n,
  ],
  post: (choice: Choice): Chosen => {
    const { cast, nth } = choice;
    // the second blob is no ledger: its first chunk is nobody's
    const [first, , third] = blobsOf(cast).map(blobIdOf);
    const blobId = choice.other === 1 ? third : first;
    return [nth === 9 ? cast.alice : cast.admin, cast.dataConsumer, "post", blobId];
  },
  takeOut: (choice: Choice): Chosen => {
    const { avs, cast, nth } = choice;
    const ledger = ledgerOf(avs, cast.dataConsumer);
    const blob = blobsOf(cast).find((one) => blobIdOf(one) === ledger) ?? blobOf(choice);
    const index = nth % 2;
    const proof = nth % 5 === 3 ? [] : proofOf(blob, index);
    return [cast.alice, cast.dataConsumer, "takeOut", BigInt(index), blob[index], proof];
  },
} as const;
