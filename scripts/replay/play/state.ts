import { BEACON } from "../chain/order.ts";
import { POD_FUNDS, type Seen, type Stage } from "../chain/stage.ts";
import type { Expectation, Tree } from "../format/types.ts";
import type { ShownWithdrawal, Withdrawal, Withdrawals } from "./withdrawals.ts";

type Trees = Readonly<Record<string, Tree>>;

/** What a state is read from: a stage on a chain, or in the model. */
export type Watched = Pick<Stage, "cast" | "nameOf" | "since" | "look">;

/**
 * Everything a recording shows, read from the chain on top of the current block, in the recording's words.
 * `theirs` is looked at for one thing only: an allocation to a set that neither holds the strategy nor has any of its
 * magnitude says nothing, and is shown where the recording shows it.
 */
export async function readState(
  stage: Watched,
  withdrawals: Omit<Withdrawals, "queued">,
  theirs?: Expectation,
): Promise<Tree> {
  const ids = liveAndCompleted(withdrawals);
  const rootOf = (id: string) => withdrawals.roots[Number(id)] as string;
  const seen = await stage.look(ids.live.map(rootOf), ids.completed.map(rootOf));
  const { stakers, people, strategies } = stage.cast;
  const row = strategies.length;
  return {
    block: stage.since(seen.blockNumber),
    stakers: Object.fromEntries(
      stakers.map((name, i) => [
        name,
        {
          delegatedTo: stage.nameOf(at(seen.delegatedTo, i)),
          ...byName(strategies, (strategy, j) => position(at(seen.positions, i * row + j), strategy)),
        },
      ]),
    ),
    operators: Object.fromEntries(
      people.flatMap((name, i) =>
        seen.isOperator[i] ? [[name, operatorPositions(seen, i, stage, theirs?.operators[name])]] : [],
      ),
    ),
    strategies: byName(strategies, (strategy, j) => strategyTotals(at(seen.strategies, j), strategy)),
    withdrawals: queue(seen, ids, stage, withdrawals),
    burnOrRedistributable: slashes(seen, stage),
  };
}

function position(seen: Seen["positions"][number], strategy: string): Trees {
  const shares = {
    depositShares: String(seen.depositShares),
    withdrawableShares: String(seen.withdrawableShares),
    depositScalingFactor: String(seen.depositScalingFactor),
  };
  if (strategy !== BEACON)
    return { ...shares, tokenBalance: String(seen.tokenBalance), userUnderlying: String(seen.userUnderlying) };
  return {
    ...shares,
    beaconChainSlashingFactor: String(seen.beaconChainSlashingFactor),
    podPaidOut: String(POD_FUNDS - seen.podBalance),
  };
}

function strategyTotals(seen: Seen["strategies"][number], strategy: string): Trees {
  if (strategy === BEACON) return { burnableETHShares: String(seen.burnableETHShares) };
  return {
    totalShares: String(seen.totalShares),
    tokenBalance: String(seen.tokenBalance),
    sharesToUnderlying1e18: String(seen.sharesToUnderlying1e18),
    burnAddressBalance: String(seen.burnAddressBalance),
    redistributionRecipientBalance: String(seen.redistributionRecipientBalance),
  };
}

function operatorPositions(
  seen: Seen,
  i: number,
  stage: Watched,
  theirs: Expectation["operators"][string] = {},
): Trees {
  const { strategies, sets } = stage.cast;
  return byName(strategies, (strategy, j) => {
    const shown = at(seen.operatorPositions, i * strategies.length + j);
    const allocations = sets.flatMap((set, k) => {
      const allocation = at(seen.allocations, (i * strategies.length + j) * sets.length + k);
      const { currentMagnitude, pendingDiff, effectBlock } = allocation;
      const holds = seen.setHolds[k * strategies.length + j];
      const empty = currentMagnitude === 0n && pendingDiff === 0n && effectBlock === 0n;
      if (!seen.setExists[k] || (empty && !holds && theirs[strategy]?.allocations[set] === undefined)) return [];
      const { registered, slashable } = at(seen.memberships, i * sets.length + k);
      const tree = {
        currentMagnitude: String(currentMagnitude),
        pendingDiff: String(pendingDiff),
        effectBlock: effectBlock === 0n ? "0" : stage.since(effectBlock),
        registered,
        slashable,
      };
      return [[set, tree] as const];
    });
    return {
      operatorShares: String(shown.operatorShares),
      slashableSharesInQueue: String(shown.slashableSharesInQueue),
      maxMagnitude: String(shown.maxMagnitude),
      encumberedMagnitude: String(shown.encumberedMagnitude),
      allocatableMagnitude: String(shown.allocatableMagnitude),
      allocations: Object.fromEntries(allocations),
    };
  });
}

/**
 * The withdrawals by id. Completed ones are gone from the core: what had been queued comes from when they were last
 * there, and from the step after their completion on only `pending` is read again.
 */
function queue(
  seen: Seen,
  ids: LiveAndCompleted,
  stage: Watched,
  { structs, completed }: Omit<Withdrawals, "queued">,
): Tree[] {
  const shown = new Map<string, Tree>();
  ids.completed.forEach((id, index) => {
    shown.set(id, { ...completed.get(id), pending: at(seen.completedPending, index) });
  });
  let firstRow = 0;
  let firstCurrent = 0;
  ids.live.forEach((id, index) => {
    const { pending, strategyCount, currentShareCount, ...queued } = at(seen.withdrawals, index);
    const rows = seen.queuedShares.slice(firstRow, firstRow + Number(strategyCount));
    const currentShares = seen.currentShares.slice(firstCurrent, firstCurrent + Number(currentShareCount));
    firstRow += rows.length;
    firstCurrent += currentShares.length;
    if (pending || !structs.has(id))
      structs.set(id, {
        ...queued,
        strategies: rows.map(({ strategy }) => strategy),
        scaledShares: rows.map(({ scaledShares }) => scaledShares),
      });
    const tree = { ...queuedTree(id, structs, stage), pending, currentShares: currentShares.map(String) };
    if (!pending) completed.set(id, tree);
    shown.set(id, tree);
  });
  return [...shown].sort(([left], [right]) => Number(left) - Number(right)).map(([, tree]) => tree);
}

function queuedTree(id: string, structs: Withdrawals["structs"], stage: Watched): ShownWithdrawal {
  const { staker, delegatedTo, nonce, startBlock, strategies, scaledShares } = structs.get(id) as Withdrawal;
  return {
    id,
    staker: stage.nameOf(staker),
    delegatedTo: stage.nameOf(delegatedTo),
    nonce: String(nonce),
    startBlock: stage.since(startBlock),
    strategies: strategies.map(stage.nameOf),
    scaledShares: scaledShares.map(String),
  };
}

interface LiveAndCompleted {
  readonly live: readonly string[];
  readonly completed: readonly string[];
}

function liveAndCompleted({ roots, completed }: Omit<Withdrawals, "queued">): LiveAndCompleted {
  const ids = roots.map((_, index) => String(index));
  return { live: ids.filter((id) => !completed.has(id)), completed: ids.filter((id) => completed.has(id)) };
}

/** What slashes cut and nobody has cleared yet, by `avs:id#slashId` and strategy. */
function slashes(seen: Seen, stage: Watched): Trees {
  const bySlash: Record<string, Record<string, string>> = {};
  for (const { avs, operatorSetId, slashId, strategy, shares } of seen.slashedShares) {
    const key = `${stage.nameOf(avs)}:${operatorSetId}#${slashId}`;
    bySlash[key] = { ...bySlash[key], [stage.nameOf(strategy)]: String(shares) };
  }
  return bySlash;
}

const byName = (names: readonly string[], tree: (name: string, index: number) => Tree): Trees =>
  Object.fromEntries(names.map((name, index) => [name, tree(name, index)]));

/** A row that the lens has to have. */
function at<T>(rows: readonly T[], index: number): T {
  const row = rows[index];
  if (row === undefined) throw new Error(`the lens gave ${rows.length} rows, row ${index} is wanted`);
  return row;
}
