import type { Attribution } from "../attribution/attribution.ts";
import { podOf, slots } from "../lib/ladder/pod-of.ts";
import type { Entry } from "../lib/ladder/event-log.ts";
import type { LoanBooks } from "../attribution/position/loan-books.ts";
import { marketNow } from "./market-moments.ts";
import type { People } from "./people.ts";
import type { Moment, OperatorMoment, SlashMoment } from "./playback.ts";
import type { World } from "./world.ts";

/** Who watches a story: what they have seen is compared with what they see next. */
export interface Watch {
  readonly world: World;
  readonly attribution: Attribution;
  readonly people: People;
  readonly loans: LoanBooks;
  readonly actors: readonly string[];
  readonly began: bigint;
}

/**
 * The vault as it stands now: what the chain's views say, and the parts of its exit rate as events say.
 *
 * @param entries every event since the chain began
 */
export async function momentNow(
  { world, attribution, people, loans, actors, began }: Watch,
  step: string,
  entries: readonly Entry[],
  before: Moment | undefined,
): Promise<Moment> {
  const { contracts, ethers, addresses } = world.ladder;
  const block = (await ethers.provider.getBlock("latest"))!;
  const timestamp = BigInt(block.timestamp);
  const [exitRateWad, depositRateWad, totals, waiting, lockedWei, lstWei, coverWei, operators] = await Promise.all([
    contracts.vault.rate(),
    contracts.vault.depositRate(),
    contracts.vault.totals(),
    contracts.exitQueue.waitingShares(),
    contracts.exitQueue.lockedAssets(),
    inReserves(world),
    ethers.provider.getBalance(addresses.cover),
    operatorsNow(world),
  ]);
  const market = await marketNow(world, loans, actors);
  return {
    block: BigInt(block.number),
    seconds: timestamp - began,
    step,
    exitRateWad,
    depositRateWad,
    totalWei: totals.recognised + totals.lockedProfit,
    lockedProfitWei: totals.lockedProfit,
    supply: totals.supply,
    queue: { openShares: waiting.openShares, closedShares: waiting.closedShares, lockedWei },
    operators,
    idleWei: totals.idle,
    lstWei,
    coverWei,
    ...(market && { market }),
    people: await people.at(step, entries, exitRateWad),
    slashes: slashesSince(world, entries, BigInt(before?.block ?? block.number), before?.operators ?? [], operators),
    partsE36: Object.fromEntries(attribution.at(timestamp).parts.map(({ cause, e36 }) => [cause, e36])),
  };
}

async function operatorsNow(world: World): Promise<OperatorMoment[]> {
  const { restaker, vault } = world.ladder.contracts;
  return Promise.all(
    (await slots(world.ladder)).map(async (slot) => {
      const { delegator } = await podOf(world.ladder, slot);
      const { operator } = await restaker.slotAt(slot);
      // what cannot be read is shown as the vault counts it
      const counted = delegator.value().catch(() => vault.recordOf(delegator));
      const [value, queuedWei] = await Promise.all([counted, delegator.queuedAssets()]);
      const stakeWei = value > queuedWei ? value - queuedWei : 0n;
      return { name: world.nameOf(operator) ?? operator, stakeWei, queuedWei };
    }),
  );
}

/** What the vault counts of its components that are not operators. */
async function inReserves({ ladder }: World): Promise<bigint> {
  const { vault } = ladder.contracts;
  const used = await Promise.all((await slots(ladder)).map((slot) => podOf(ladder, slot)));
  const delegators = new Set(used.map(({ delegator }) => delegator.target));
  const reserves = (await vault.components()).filter((component) => !delegators.has(component));
  const counted = await Promise.all(reserves.map((reserve) => vault.recordOf(reserve)));
  return counted.reduce((sum, wei) => sum + wei, 0n);
}

/** Operators that were slashed after a block, once each, with what the vault's stake with them has lost. */
function slashesSince(
  world: World,
  entries: readonly Entry[],
  block: bigint,
  before: readonly OperatorMoment[],
  now: readonly OperatorMoment[],
): SlashMoment[] {
  const slashed = entries.filter((entry) => entry.name === "OperatorSlashed" && BigInt(entry.block) > block);
  const names = slashed.map(({ args }) => {
    const operator = args.find(({ name }) => name === "operator")?.value as string;
    return world.nameOf(operator) ?? operator;
  });
  const held = (list: readonly OperatorMoment[], name: string): bigint =>
    list.filter((one) => one.name === name).reduce((sum, { stakeWei, queuedWei }) => sum + stakeWei + queuedWei, 0n);
  return [...new Set(names)].map((name) => ({ name, lostWei: held(before, name) - held(now, name) }));
}
