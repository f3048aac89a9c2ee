import { brokenStage } from "./broken.ts";
import { equalExposure } from "./equal-exposure.ts";
import { soundStage } from "./sound.ts";
import { type Actor, ACTORS, gotOf, play, type Played, RUN, type Stage, type Step, STORY, WAIT } from "./story.ts";
import { ETH } from "../lib/units.ts";

/** A rule and how to stand it up on a fresh chain. */
export interface Contender {
  readonly name: string;
  readonly isSound: boolean;
  readonly stand: () => Promise<Stage>;
}

export const CONTENDERS: readonly Contender[] = [
  { name: "exposed", isSound: true, stand: () => Promise.resolve(soundStage("exposed")) },
  { name: "capped", isSound: true, stand: () => Promise.resolve(soundStage("capped")) },
  { name: "loss-only", isSound: true, stand: () => Promise.resolve(soundStage("loss-only")) },
  { name: "fixed at request", isSound: false, stand: () => brokenStage("FixedAtRequestVault") },
  { name: "read at claim", isSound: false, stand: () => brokenStage("PricedAtClaimVault") },
];

/** A story, what is owed in it by equal exposure, and what everybody got under each rule. */
export interface Comparison {
  readonly steps: readonly Step[];
  readonly owed: Played;
  readonly played: ReadonlyMap<string, Played>;
}

async function compare(steps: readonly Step[]): Promise<Comparison> {
  const played = new Map<string, Played>();
  for (const { name, stand } of CONTENDERS) played.set(name, await play(steps, await stand()));
  return { steps, owed: await play(steps, equalExposure()), played };
}

/** Every story of the page. */
export async function compareAll() {
  return { story: await compare(STORY), run: await compare(RUN), wait: await compare(WAIT) };
}

export type Comparisons = Awaited<ReturnType<typeof compareAll>>;

/** What an actor got more than it was owed. */
export function surplusOf({ owed }: Comparison, played: Played, actor: Actor): bigint {
  return gotOf(played.results[actor]) - gotOf(owed.results[actor]);
}

/** ETH to four decimals, rounded to the nearest: dust of virtual shares stays out of sight. */
function eth(wei: bigint): string {
  const unit = ETH / 10_000n;
  const rounded = ((wei < 0n ? -wei : wei) + unit / 2n) / unit;
  const sign = wei < 0n && rounded > 0n ? "−" : "";
  return `${sign}${rounded / 10_000n}.${(rounded % 10_000n).toString().padStart(4, "0")}`;
}

function difference(wei: bigint): string {
  const text = eth(wei);
  if (text === "0.0000") return "";
  return ` (${text.startsWith("−") ? text : `+${text}`})`;
}

function table(comparison: Comparison): string {
  const { owed, played } = comparison;
  const actors = ACTORS.filter((actor) => gotOf(owed.results[actor]) > 0n);
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rows = [...played].map(([name, one]) =>
    line([
      name,
      ...actors.map((actor) => `${eth(gotOf(one.results[actor]))}${difference(surplusOf(comparison, one, actor))}`),
      one.missing === 0n ? "" : eth(one.missing),
    ]),
  );
  return [
    line(["rule", ...actors, "promised and not there"]),
    line(["---", ...actors.map(() => "---:"), "---:"]),
    line(["**owed by equal exposure**", ...actors.map((actor) => eth(gotOf(owed.results[actor]))), ""]),
    ...rows,
  ].join("\n");
}

/** docs/pricing-rules.md, from stories that were played. */
export function pricingPage({ story, run, wait }: Comparisons): string {
  const got = (comparison: Comparison, rule: string, actor: Actor): string =>
    eth(gotOf(comparison.played.get(rule)!.results[actor]));
  const surplus = (comparison: Comparison, rule: string, actor: Actor): string =>
    eth(surplusOf(comparison, comparison.played.get(rule)!, actor));
  return `# Pricing rules of exits

Written by \`npx node scripts/pricing/write-page.ts\`, which plays each story below on a fresh chain under every rule; a test plays them again and compares. Do not edit the numbers.

Between asking out and being paid lies time, in which stake earns and is slashed. A pricing rule says who bears that. The vault has three, one of which is chosen at deployment; two that are often met and do not hold stand in \`contracts/attacks/pricing\`, for comparison.

| rule | a fill of s shares pays | where |
| --- | --- | --- |
| exposed (default) | s × exit rate now | \`contracts/5-lrt/pricing/ExposedRule.sol\` |
| capped | s × the lower of the exit rates at close and now | \`contracts/5-lrt/pricing/CappedRule.sol\` |
| loss-only | s × exit rate at close, cut by each later loss | \`contracts/5-lrt/pricing/LossOnlyRule.sol\` |
| fixed at request | s × rate at the request, whatever happens | \`contracts/attacks/pricing/FixedAtRequestVault.sol\` |
| read at claim | s × rate at the claim | \`contracts/attacks/pricing/PricedAtClaimVault.sol\` |

## One story under five rules

${story.steps.map(({ says }, index) => `${index + 1}. ${says}`).join("\n")}

What each got in all, paid or still held, in ETH, and in brackets how much that is beside what is owed when equal exposure earns and loses alike: shares count until the ETH for them is set aside, and what is set aside is its owner's.

${table(story)}

All in all the same ETH is shared out under every sound rule: rules move it between people and lose none. The naive queues cannot fill in parts, so step 4 does nothing there.

- **Exposed** gives everybody what is owed. Who waits earns and loses with the rest, until the ETH is there. Symbiotic's second queue prices a fill by such a line.
- **Capped** keeps the gain of step 3 from *early* and lets it bear the slash all the same: ${surplus(story, "capped", "early")} ETH, which those who stay share through U. So do, each in its own way, ether.fi, Lido, Puffer, Kelp, Swell and YieldNest: the lower of two rates. Nobody gains by having asked early.
- **Loss-only** ends *early*'s earning at the close, and cuts that lower price by the slash: ${surplus(story, "loss-only", "early")} ETH. The restaking core treats queued shares so, and Mellow's simple vault passes it on.
- **Fixed at request** pays *early* ${got(story, "fixed at request", "early")} ETH as if no slash had been, and *late* as if the second had not: ${surplus(story, "fixed at request", "early")} and ${surplus(story, "fixed at request", "late")} ETH too much, which *stayer* and *newcomer* pay. A vault whose rate is posted late by a reporter is this one until the post.
- **Read at claim** takes ${surplus(story, "read at claim", "early").replace("−", "")} ETH from *early*, whose stake had left before the second slash, and gives the others what they should have lost. Renzo reads at the claim too, but takes the lower of that and the request's rate.

## When everybody asks before a slash

${run.steps.map(({ says }) => says).join(" ")}

${table(run)}

Fixed promises add up to more than there is. Who comes first is paid in full, who comes last finds nothing, so a loss that anybody sees coming starts a run. Under the others a request is worth no more than staying: nothing is gained by being first.

## A leaver who waits on purpose

${wait.steps.map(({ says }) => says).join(" ")}

${table(wait)}

With the price read at the claim, a settled ticket is a free option: it earns on the stake of others (${surplus(wait, "read at claim", "early")} ETH here) and is out in one transaction before any slash. Where a fill fixes what is owed, there is nothing to wait for.
`;
}
