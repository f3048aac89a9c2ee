import { wrap } from "../demo/text.ts";
import { textTable } from "../lib/text-table.ts";
import { formatWad } from "../scenario/format.ts";
import { type Attack, exploitFileOf, type Goal, twinFileOf } from "./attack.ts";
import type { Act, Played, Side } from "./play.ts";

const DECIMALS = 4;

/** What each side is, for people. */
const SIDES: Readonly<Record<Side, string>> = {
  naive: "The naive twin",
  ours: "The ladder's vault",
};

/** Signed ETH with four decimals, cut off. */
export function changeText(wei: bigint): string {
  const text = formatWad(wei, DECIMALS, DECIMALS);
  if (!/[1-9]/.test(text)) return text.replace("-", "");
  return wei > 0n ? `+${text}` : text;
}

/** A goal in words. */
export function goalText(goal: Goal): string {
  const [wei, bound] = "atLeast" in goal ? [goal.atLeast, "or more"] : [goal.atMost, "or less"];
  return `${goal.who} ends with ${changeText(wei)} ETH ${bound}`;
}

/** Title and the four lines. */
export function headText({ name, title, happened }: Attack): string {
  return [`${title} (${name})`, ...happened.map((line) => wrap(line))].join("\n");
}

function actText({ by, says, refused }: Act): string {
  const who = by === "attacker" ? "the attacker " : "";
  return wrap(`${who}${says}${refused === undefined ? "" : ` - refused: ${refused}`}`, "  ");
}

/** A play: where, what happened, who had what before and after, and whether it worked. */
export function playText(attack: Attack, { side, acts, purses, won }: Played): string {
  const where = side === "naive" ? twinFileOf(attack) : "contracts/5-lrt";
  const rows = purses.map(({ who, beforeWei, afterWei }) => [
    who,
    formatWad(beforeWei, DECIMALS, DECIMALS),
    formatWad(afterWei, DECIMALS, DECIMALS),
    changeText(afterWei - beforeWei),
  ]);
  return [
    `${SIDES[side]}, ${where}`,
    ...acts.map(actText),
    ...textTable([["ETH", "before", "after", "change"], ...rows], { right: [1, 2, 3], indent: "    " }),
    `  ${won ? "The attack works" : "The attack fails"}: it works when ${attack.goals.map(goalText).join(", and ")}.`,
  ].join("\n");
}

/** Where the contracts of an attack are. */
export function filesText(attack: Attack): string {
  return `The exploit is ${exploitFileOf(attack)}; write your own with \`npm run attack -- --solve ${attack.name}\`.`;
}
