import type { CoreLens } from "../../../typechain-types/index.ts";
import { BEACON } from "../chain/order.ts";
import { POD_FUNDS, type Stage } from "../chain/stage.ts";
import type { Expectation, Tree } from "../format/types.ts";
import type { Withdrawal, Withdrawals } from "./withdrawals.ts";

type Seen = Awaited<ReturnType<CoreLens["read"]>>;
type Trees = Readonly<Record<string, Tree>>;

/**
 * Everything a recording shows, read from the chain on top of the current block, in the recording's words.
 * `theirs` is looked at for one thing only: an allocation to a set that neither holds the strategy nor has any of its
 * magnitude says nothing, and is shown where the recording shows it.
 */
export async function readState(stage: Stage, withdrawals: Withdrawals, theirs: Expectation): Promise<Tree> {
  const seen = await stage.look(withdrawals.roots);
  const { stakers, people, strategies } = stage.cast;
  return {
    block: stage.since(seen.blockNumber),
    stakers: Object.fromEntries(
      seen.stakers.map((staker, index) => [
        stakers[index],
        { delegatedTo: stage.nameOf(staker.delegatedTo), ...byStrategy(strategies, staker.positions, position) },
      ]),
    ),
    operators: Object.fromEntries(
      seen.operators.flatMap((operator, index) => {
        const name = people[index] as string;
        return operator.isOperator ? [[name, operatorPositions(seen, operator, stage, theirs.operators[name])]] : [];
      }),
    ),
    strategies: byStrategy(strategies, seen.strategies, strategyTotals),
    withdrawals: seen.withdrawals.map((queued, index) => withdrawal(queued, String(index), stage, withdrawals)),
    burnOrRedistributable: Object.fromEntries(
      seen.slashes.map(({ operatorSet, slashId, strategies: at, shares }) => [
        `${stage.nameOf(operatorSet.avs)}:${operatorSet.id}#${slashId}`,
        Object.fromEntries(at.map((strategy, index) => [stage.nameOf(strategy), String(shares[index])])),
      ]),
    ),
  };
}

function byStrategy<T>(names: readonly string[], values: readonly T[], tree: (value: T, name: string) => Trees): Trees {
  return Object.fromEntries(values.map((value, index) => [names[index], tree(value, names[index] as string)]));
}

function position(seen: Seen["stakers"][number]["positions"][number], strategy: string): Trees {
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
  operator: Seen["operators"][number],
  stage: Stage,
  theirs: Expectation["operators"][string] | undefined,
): Trees {
  return byStrategy(stage.cast.strategies, operator.positions, (at, name) => ({
    operatorShares: String(at.operatorShares),
    slashableSharesInQueue: String(at.slashableSharesInQueue),
    maxMagnitude: String(at.maxMagnitude),
    encumberedMagnitude: String(at.encumberedMagnitude),
    allocatableMagnitude: String(at.allocatableMagnitude),
    allocations: Object.fromEntries(
      stage.cast.sets.flatMap((set, index) => {
        const allocation = at.allocations[index];
        const membership = operator.memberships[index];
        if (!seen.setExists[index] || allocation === undefined || membership === undefined) return [];
        const { currentMagnitude, pendingDiff, effectBlock } = allocation;
        const inSet = seen.setStrategies[index]?.some((strategy) => stage.nameOf(strategy) === name);
        const empty = currentMagnitude === 0n && pendingDiff === 0n && effectBlock === 0n;
        if (empty && !inSet && theirs?.[name]?.allocations[set] === undefined) return [];
        const { registered, slashable } = membership;
        const tree = {
          currentMagnitude: String(currentMagnitude),
          pendingDiff: String(pendingDiff),
          effectBlock: effectBlock === 0n ? "0" : stage.since(effectBlock),
          registered,
          slashable,
        };
        return [[set, tree]];
      }),
    ),
  }));
}

function withdrawal(
  { pending, withdrawal: shown, currentShares }: Seen["withdrawals"][number],
  id: string,
  stage: Stage,
  { structs }: Withdrawals,
): Trees {
  if (pending) structs.set(id, plain(shown));
  const { staker, delegatedTo, nonce, startBlock, strategies, scaledShares } = structs.get(id) ?? plain(shown);
  return {
    id,
    staker: stage.nameOf(staker),
    delegatedTo: stage.nameOf(delegatedTo),
    nonce: String(nonce),
    startBlock: stage.since(startBlock),
    pending,
    strategies: strategies.map(stage.nameOf),
    scaledShares: scaledShares.map(String),
    currentShares: currentShares.map(String),
  };
}

/** A struct that can be sent back: what ethers decodes is frozen and lists refuse to be copied by spreading. */
function plain(shown: Seen["withdrawals"][number]["withdrawal"]): Withdrawal {
  const { staker, delegatedTo, withdrawer, nonce, startBlock } = shown;
  return {
    staker,
    delegatedTo,
    withdrawer,
    nonce,
    startBlock,
    strategies: [...shown.strategies],
    scaledShares: [...shown.scaledShares],
  };
}
