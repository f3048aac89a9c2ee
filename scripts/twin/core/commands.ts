import fc from "fast-check";
import type { Outcome } from "../../replay/format/types.ts";
import { drawBy } from "../../replay/record/draw.ts";
import { nextDraft } from "../../replay/record/record.ts";
import { type Draft, newMemory, remember, WALK_CAST, type World } from "../../replay/record/world.ts";
import { ORDER, type Pair, START_SECONDS } from "./pair.ts";

/** A step: the words that its choices are drawn from, so that it means something wherever in a sequence it stands. */
export type Command = readonly number[];

const WORDS = 40;
const BLOCK_SECONDS = 12n;

// a sequence shrinks by losing steps: other words would make other steps, not simpler ones
const command: fc.Arbitrary<Command> = fc.noShrink(fc.array(fc.nat(), { minLength: WORDS, maxLength: WORDS }));

/** Sequences of at most so many steps. */
export const sequences = (most: number): fc.Arbitrary<Command[]> =>
  fc.array(command, { minLength: 1, maxLength: most, size: "max" });

/** Plays a sequence on both, and tells of each step. @throws Disagreement */
export async function playSequence(
  pair: Pair,
  sequence: readonly Command[],
  heard: (draft: Draft, outcome: Outcome) => void,
): Promise<void> {
  const { stakers, operators, strangers, sets } = WALK_CAST;
  const memory = newMemory();
  let block = 0n;
  const now = () => START_SECONDS + BLOCK_SECONDS * block;
  for (const words of sequence) {
    let drawn = 0;
    const draw = drawBy(() => words[drawn++ % words.length] as number);
    const world: World = { stakers, operators, strangers, sets, order: ORDER, draw, memory, now };
    const draft = nextDraft(draw, world);
    const played = await pair.play(draft);
    ({ block } = played);
    remember(memory, draft, played.outcome);
    heard(draft, played.outcome);
  }
  await pair.settle();
}
