import { LAYERS } from "../../attribution/causes.ts";
import type { PositionStory } from "../../attribution/position/position.ts";
import { toJson } from "../../demo/json.ts";
import { Decoder, type NamedAbi } from "../../lib/ladder/answers.ts";
import { castOf } from "../../lib/ladder/cast.ts";
import { CONTRACTS, type ContractName } from "../../lib/ladder/contracts.ts";
import { EventLog } from "../../lib/ladder/event-log.ts";
import type { Ladder } from "../../lib/ladder/ladder.ts";
import {
  healthWad,
  liquidationPriceWad,
  MARKETS,
  marketOf,
  oraclePriceE36,
  positionOf,
  type MarketName,
} from "../../lib/ladder/lending.ts";
import { WAD } from "../../lib/units.ts";
import { formatAmount, formatWad } from "../../scenario/format.ts";
import { marketAbis, positionNow, positionsOn } from "../../scenario/positions.ts";
import { attributionOf } from "../../scenario/record.ts";
import { memberOf, TaskRefused } from "./arguments.ts";
import type { Stage } from "./with-ladder.ts";

/** What somebody has in one market. Rates are wads; undefined where nothing is owed, or the oracle does not answer. */
interface LoanRow {
  readonly market: MarketName;
  readonly collateral: bigint;
  readonly debtWei: bigint;
  readonly lentWei: bigint;
  readonly healthWad: bigint | undefined;
  readonly liquidationPriceWad: bigint | undefined;
  readonly oraclePriceWad: bigint | undefined;
}

/** `hardhat position`. @param abis of the ladder's own contracts */
export async function position(
  args: { who: string; json: boolean },
  { ladder, say }: Stage,
  abis: readonly NamedAbi[],
): Promise<void> {
  const holder = await memberOf(ladder, args.who);
  const decoder = new Decoder([...abis, ...marketAbis(ladder)]);
  for (const [name, { abi }] of Object.entries(CONTRACTS)) decoder.learn(ladder.addresses[name as ContractName], abi);
  const names = new Map(Object.entries(ladder.addresses).map(([name, address]) => [address, name]));
  for (const [name, { address }] of castOf(await ladder.ethers.getSigners())) names.set(address, name);
  const positions = await positionsOn(ladder);
  const attribution = await attributionOf(ladder, (address) => names.get(address), [], positions);
  const eventLog = new EventLog(ladder, decoder);
  attribution.feed(await eventLog.catchUp());
  const story = await positionNow({ ladder, attribution, positions }, holder, eventLog.entries);
  if (story.parts.length === 0 && story.lrt === 0n && story.valueWei === 0n)
    throw new TaskRefused(`${args.who} has 0 LRT and no position in any market: run the task deposit first`);
  const loans = await loansOf(ladder, holder.address);
  if (args.json) return say(toJson({ who: args.who, ...story, loans }).trimEnd());
  for (const line of lines(args.who, story, loans)) say(line);
}

async function loansOf(ladder: Ladder, account: string): Promise<LoanRow[]> {
  const rows = await Promise.all(
    MARKETS.map(async (market): Promise<LoanRow> => {
      const found = await positionOf(ladder, market, account);
      const price = await oraclePriceE36(ladder, market).catch(() => undefined);
      return {
        market,
        collateral: found.collateral,
        debtWei: found.debtWei,
        lentWei: found.lentWei,
        healthWad: price === undefined ? undefined : await healthWad(ladder, market, account),
        liquidationPriceWad: liquidationPriceWad(found, marketOf(ladder, market).lltv),
        oraclePriceWad: price === undefined ? undefined : price / WAD,
      };
    }),
  );
  return rows.filter(({ collateral, debtWei, lentWei }) => collateral + debtWei + lentWei > 0n);
}

const signed = (wei: bigint): string => `${wei < 0n ? "-" : "+"}${formatWad(wei < 0n ? -wei : wei, 18, 18)}`;

function lines(who: string, story: PositionStory, loans: readonly LoanRow[]): string[] {
  const { lrt, valueWei, takenWei, gainedWei, parts, market } = story;
  const said = [
    `${who} has ${formatAmount(lrt, "LRT")} wherever it lies, and in all ${formatAmount(valueWei, "ETH")} at the exit rate`,
    takenWei < 0n
      ? `put in ${formatAmount(-takenWei, "ETH")} more than was taken out`
      : `taken out ${formatAmount(takenWei, "ETH")} more than was put in`,
    "",
    "Where the result came from (ETH)",
  ];
  const width = Math.max(...parts.map(({ label }) => label.length), 24);
  for (const layer of LAYERS) {
    const mine = parts.filter((part) => part.layer === layer);
    if (mine.length === 0) continue;
    said.push(`  ${layer}`, ...mine.map(({ label, wei }) => `    ${label.padEnd(width)}  ${signed(wei)}`));
  }
  const sum = parts.reduce((all, { wei }) => all + wei, 0n);
  const [together, answer] = ["parts together", "the position's own answer"].map((text) => text.padEnd(width + 2));
  said.push(`  ${together}  ${signed(sum)}`);
  said.push(`  ${answer}  ${signed(gainedWei)}  ${sum === gainedWei ? "the same" : "NOT the same"}`);
  said.push("", ...atMarket(story, market), ...loans.flatMap(loanLines));
  return said;
}

function atMarket({ gainedWei }: PositionStory, market: PositionStory["market"]): string[] {
  if (market === undefined) return ["At market: the pool is empty, so nobody pays anything there"];
  const { priceWad, valueWei, discountWei } = market;
  return [
    `At market, 1 LRT for ${formatWad(priceWad, 6)} ETH: ${formatAmount(valueWei, "ETH")} in all`,
    `  peg discount, if all of it were sold at that  ${signed(discountWei)}`,
    `  result at market                              ${signed(gainedWei + discountWei)}`,
  ];
}

function loanLines(loan: LoanRow): string[] {
  const { market, collateral, debtWei, lentWei } = loan;
  const has = [
    collateral > 0n ? `${formatAmount(collateral, "LRT")} pledged` : "",
    debtWei > 0n ? `${formatAmount(debtWei, "ETH")} owed` : "",
    lentWei > 0n ? `${formatAmount(lentWei, "ETH")} lent` : "",
  ].filter((text) => text !== "");
  const said = [`Market ${market}: ${has.join(", ")}`];
  if (debtWei === 0n) return said;
  const health =
    loan.healthWad === undefined ? "not known: its oracle does not answer now" : formatWad(loan.healthWad, 4);
  said.push(`  health ${health} (below 1 anybody may liquidate it)`);
  const price = loan.oraclePriceWad === undefined ? "" : `; its oracle says ${formatWad(loan.oraclePriceWad, 6)}`;
  if (loan.liquidationPriceWad !== undefined)
    said.push(`  liquidation price ${formatWad(loan.liquidationPriceWad, 6)} ETH for 1 LRT${price}`);
  return said;
}
