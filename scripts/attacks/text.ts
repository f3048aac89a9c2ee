import { wrap } from "../demo/text.ts";
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
  const lines = [["ETH", "before", "after", "change"], ...rows];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const table = lines.map((line) =>
    `    ${line.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join("  ")}`.trimEnd(),
  );
  return [
    `${SIDES[side]}, ${where}`,
    ...acts.map(actText),
    ...table,
    `  ${won ? "The attack works" : "The attack fails"}: it works when ${attack.goals.map(goalText).join(", and ")}.`,
  ].join("\n");
}

/** Where the contracts of an attack are. */
export function filesText(attack: Attack): string {
  return `The exploit is ${exploitFileOf(attack)}; write your own with \`npm run attack -- --solve ${attack.name}\`.`;
}
