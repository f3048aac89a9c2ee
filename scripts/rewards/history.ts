import type { ContractEventPayload, EventLog, Log, Provider } from "ethers";
import type { IAllocationManager, IDelegationManager, IRewardsCoordinator } from "../../typechain-types/index.ts";
import type { RewardsHistory } from "./calculate.ts";
import { addressKey, setKey, type StakeChange, type StakeEvent } from "./stakeEvents.ts";
import type { Submission, Weight } from "./submissions.ts";

/** The core's contracts that rewards are calculated from. */
export interface RewardsSources {
  coordinator: IRewardsCoordinator;
  delegation: IDelegationManager;
  allocation: IAllocationManager;
}

type Placed<T> = T & { block: bigint; index: number };
type Found = Log | EventLog | ContractEventPayload;

const place = (log: Found) => {
  if (!("blockNumber" in log)) throw new Error("an event without a block");
  return { block: BigInt(log.blockNumber), index: log.index };
};

const byPlace = (a: Placed<object>, b: Placed<object>): number =>
  a.block === b.block ? a.index - b.index : a.block < b.block ? -1 : 1;

/** Everything that moves stake, memberships and splits, from the first block to `toBlock`. */
async function stakeEvents(
  { coordinator, delegation, allocation }: RewardsSources,
  toBlock: number,
): Promise<StakeEvent[]> {
  const events: Placed<StakeChange>[] = [];
  const take = (log: Found, change: StakeChange) => events.push({ ...change, ...place(log) });
  const set = ({ avs, id }: { avs: string; id: bigint }) => setKey(avs, id);

  const increased = await delegation.queryFilter(delegation.filters.OperatorSharesIncreased(), 0, toBlock);
  const decreased = await delegation.queryFilter(delegation.filters.OperatorSharesDecreased(), 0, toBlock);
  for (const [logs, sign] of [
    [increased, 1n],
    [decreased, -1n],
  ] as const) {
    for (const log of logs) {
      const { operator, staker, strategy, shares } = log.args;
      // A slash decreases an operator's shares for nobody: it reaches stakers through the maximum magnitude.
      if (BigInt(staker) === 0n) continue;
      const change = { operator: addressKey(operator), staker: addressKey(staker), strategy: addressKey(strategy) };
      take(log, { kind: "shares", ...change, delta: sign * shares });
    }
  }
  for (const log of await allocation.queryFilter(allocation.filters.AllocationUpdated(), 0, toBlock)) {
    const { operator, operatorSet, strategy, magnitude, effectBlock } = log.args;
    const where = { operator: addressKey(operator), set: set(operatorSet), strategy: addressKey(strategy) };
    take(log, { kind: "allocation", ...where, magnitude, effectBlock });
  }
  for (const log of await allocation.queryFilter(allocation.filters.MaxMagnitudeUpdated(), 0, toBlock)) {
    const { operator, strategy, maxMagnitude } = log.args;
    take(log, {
      kind: "maximum",
      operator: addressKey(operator),
      strategy: addressKey(strategy),
      magnitude: maxMagnitude,
    });
  }
  const joined = await allocation.queryFilter(allocation.filters.OperatorAddedToOperatorSet(), 0, toBlock);
  const left = await allocation.queryFilter(allocation.filters.OperatorRemovedFromOperatorSet(), 0, toBlock);
  for (const [logs, isJoin] of [
    [joined, true],
    [left, false],
  ] as const) {
    for (const log of logs) {
      const { operator, operatorSet } = log.args;
      take(log, { kind: "membership", operator: addressKey(operator), set: set(operatorSet), joined: isJoin });
    }
  }
  for (const log of await coordinator.queryFilter(coordinator.filters.OperatorSetSplitBipsSet(), 0, toBlock)) {
    const { operator, operatorSet, activatedAt, newOperatorSetSplitBips } = log.args;
    const split = { bips: newOperatorSetSplitBips, activatedAt };
    take(log, { kind: "split", operator: addressKey(operator), set: set(operatorSet), ...split });
  }
  for (const log of await coordinator.queryFilter(coordinator.filters.DefaultOperatorSplitBipsSet(), 0, toBlock)) {
    take(log, { kind: "default", bips: log.args.newDefaultOperatorSplitBips });
  }
  return events.sort(byPlace).map(({ index: _index, ...event }) => event);
}

/** What services funded for operator sets: by unique stake, by total stake, or by operator. */
async function submissions({ coordinator }: RewardsSources, toBlock: number): Promise<Submission[]> {
  const found: Placed<{ submission: Submission }>[] = [];
  const weights = (pairs: readonly { strategy: string; multiplier: bigint }[]): Weight[] =>
    pairs.map(({ strategy, multiplier }) => ({ strategy: addressKey(strategy), multiplier }));
  const common = (operatorSet: { avs: string; id: bigint }, token: string) => ({
    avs: addressKey(operatorSet.avs),
    set: setKey(operatorSet.avs, operatorSet.id),
    token: addressKey(token),
  });
  const unique = await coordinator.queryFilter(coordinator.filters.UniqueStakeRewardsSubmissionCreated(), 0, toBlock);
  const total = await coordinator.queryFilter(coordinator.filters.TotalStakeRewardsSubmissionCreated(), 0, toBlock);
  for (const [logs, kind] of [
    [unique, "unique"],
    [total, "total"],
  ] as const) {
    for (const log of logs) {
      const { operatorSet, rewardsSubmission: funded } = log.args;
      const submission: Submission = {
        kind,
        ...common(operatorSet, funded.token),
        weights: weights(funded.strategiesAndMultipliers),
        amount: funded.amount,
        startTimestamp: funded.startTimestamp,
        durationSeconds: funded.duration,
      };
      found.push({ submission, ...place(log) });
    }
  }
  const directed = coordinator.filters.OperatorDirectedOperatorSetRewardsSubmissionCreated();
  for (const log of await coordinator.queryFilter(directed, 0, toBlock)) {
    const { operatorSet, operatorDirectedRewardsSubmission: funded } = log.args;
    const submission: Submission = {
      kind: "directed",
      ...common(operatorSet, funded.token),
      weights: weights(funded.strategiesAndMultipliers),
      operatorRewards: funded.operatorRewards.map(({ operator, amount }) => ({
        operator: addressKey(operator),
        amount,
      })),
      startTimestamp: funded.startTimestamp,
      durationSeconds: funded.duration,
    };
    found.push({ submission, ...place(log) });
  }
  return found.sort(byPlace).map(({ submission }) => submission);
}

/** The last block up to `toBlock` whose timestamp is not above a time, by halving; block 0 when all are above. */
async function lastBlockAt(provider: Provider, timestamp: bigint, toBlock: number): Promise<bigint> {
  let low = 0;
  let high = toBlock;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const block = await provider.getBlock(middle);
    if (block === null) throw new Error(`the node does not know block ${middle}`);
    if (BigInt(block.timestamp) <= timestamp) low = middle;
    else high = middle - 1;
  }
  return BigInt(low);
}

/**
 * Reads everything that a calculation needs from the chain, as it was at block `asOf` (none: the latest): the same block
 * gives the same history for ever.
 */
export async function readHistory(
  sources: RewardsSources,
  provider: Provider,
  asOf?: number | undefined,
): Promise<RewardsHistory> {
  const toBlock = asOf ?? (await provider.getBlockNumber());
  const known = new Map<bigint, Promise<bigint>>();
  const events = await stakeEvents(sources, toBlock);
  return {
    events,
    submissions: await submissions(sources, toBlock),
    firstDefaultBips: await firstDefaultBips(sources, provider, toBlock),
    blockAt: async (timestamp) => {
      const found = known.get(timestamp) ?? lastBlockAt(provider, timestamp, toBlock);
      known.set(timestamp, found);
      return found;
    },
  };
}

/**
 * The default split before the first event that changed it: what that event says it was. One that the core emitted when it
 * was made tells of nothing before, so its own value counts; a core that never emitted one has never changed it.
 */
async function firstDefaultBips({ coordinator }: RewardsSources, provider: Provider, toBlock: number): Promise<bigint> {
  const [first] = await coordinator.queryFilter(coordinator.filters.DefaultOperatorSplitBipsSet(), 0, toBlock);
  if (first === undefined) return coordinator.defaultOperatorSplitBips();
  const { oldDefaultOperatorSplitBips: before, newDefaultOperatorSplitBips: after } = first.args;
  if (before !== 0n) return before;
  const isMade = first.blockNumber === 0 || (await provider.getCode(coordinator, first.blockNumber - 1)) === "0x";
  return isMade ? after : before;
}
