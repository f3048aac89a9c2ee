import { type Attack, exploitFileOf, twinFileOf } from "./attack.ts";
import { ATTACKS, FAMILIES } from "./list.ts";
import type { Played, Purse } from "./play.ts";
import { changeText } from "./text.ts";

export const PAGE = "docs/exploits.md";

/** An attack as it went on both sides. */
export interface Both {
  readonly naive: Played;
  readonly ours: Played;
}

const HEAD = `# Exploits to run

Attacks on restaking, queues and vaults that happened or that audits have found. Each has a naive twin, a small contract with the one flaw, and an exploit, a contract that takes the money; the same exploit is played against the deployed ladder, in the same story. \`npm run attack -- NAME\` shows it, \`npm run attack -- --list\` lists them all.

A story is what others do, move by move: they deposit, ask out, are slashed. The exploit is called before each move and after the last one. An amount is the ETH that somebody has and the worth of his shares, at the end less at the beginning; a ticket that nobody has claimed counts as nothing. Before a story Alice has 100 ETH at stake and Bob 60 ETH idle, unless it says otherwise.

To try your own: \`npm run attack -- --solve NAME\` writes a stub into \`contracts/attacks/solutions\`, which no commit takes; the same command again plays it and says whether it wins. It never overwrites what is there.

This page is written by \`npx node scripts/attacks/write-page.ts\`, which plays every attack; a test plays them again and compares. Do not edit it. What was tried beyond these is in [attacks](attacks.md), and each finding's test in [findings](findings.md).
`;

/** The page, from all attacks as they were played. */
export function exploitsPage(played: ReadonlyMap<string, Both>): string {
  const index = ATTACKS.map(({ name, title }) => `| [${name}](#${name}) | ${title} |`);
  return [
    HEAD,
    ["| attack | what it is |", "| --- | --- |", ...index, ""].join("\n"),
    ...FAMILIES.flatMap(({ title, attacks }) => [
      `## ${title}\n`,
      ...attacks.map((attack) => entry(attack, played.get(attack.name))),
    ]),
  ].join("\n");
}

function entry(attack: Attack, both: Both | undefined): string {
  if (!both) throw new Error(`${attack.name} was not played`);
  const { name, title, happened, findings } = attack;
  const files = [twinFileOf(attack), exploitFileOf(attack)].map((file) => `[${file.split("/").at(-1)}](../${file})`);
  const known = findings.length === 0 ? "" : ` Findings: ${findings.join(", ")}.`;
  return [
    `### ${name}\n`,
    `*${title}.*\n`,
    ...happened.map((line) => `- ${line}`),
    "",
    `Twin ${files[0]}, exploit ${files[1]}.${known}\n`,
    ...story(both),
    "",
    "| change in ETH | on the twin | on the ladder |",
    "| --- | ---: | ---: |",
    ...both.naive.purses.map((purse) => moneyRow(purse, both.ours.purses)),
    "",
  ].join("\n");
}

/** The moves and turns in their order, each with what it was refused by here. */
function story({ ours }: Both): string[] {
  return ours.acts.map(({ by, says, refused }, index) => {
    const who = by === "attacker" ? "**The attacker** " : "";
    const text = who === "" ? says.charAt(0).toUpperCase() + says.slice(1) : says;
    return `${index + 1}. ${who}${text}.${refused === undefined ? "" : ` Here: \`${refused}\`.`}`;
  });
}

function moneyRow({ who, beforeWei, afterWei }: Purse, ours: readonly Purse[]): string {
  const mine = ours.find((purse) => purse.who === who)!;
  return `| ${who} | ${changeText(afterWei - beforeWei)} | ${changeText(mine.afterWei - mine.beforeWei)} |`;
}
