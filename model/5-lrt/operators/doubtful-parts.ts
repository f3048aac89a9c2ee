import { sharesToUnderlyingView } from "../../3-restaking/strategies/strategy-base.ts";
import { type Address, attempt, emit } from "../../shared/machine.ts";
import { check, empty } from "../../shared/revert.ts";
import { mulDivDown } from "../../shared/uint.ts";
import type { Delegator, ListedStrategy } from "./delegator.ts";

/**
 * Parts of a delegator that cannot be read: reported by anybody, they count as nothing a quarantine later, until they can
 * be read again. A clock that nobody ends lapses another quarantine later, unless the vault is in doubt.
 */

const WAD = 10n ** 18n;
/** Of which the worth is asked when a part is reported. */
const TRIED_SHARES = WAD;

export const listedOf = ({ state }: Delegator, strategy: Address): ListedStrategy | undefined =>
  state.slotNeighbours.listed.find((one) => one.strategy === strategy);

export const partFailingSince = ({ state }: Delegator, strategy: Address): bigint =>
  state.partFailingSince.get(strategy) ?? 0n;

/** @param canBeRead whether the delegator as a whole can */
export function reportPart(
  delegator: Delegator,
  strategy: Address,
  canBeRead: (delegator: Delegator) => boolean,
): void {
  const { state, block } = delegator;
  const { at, vault } = state.delegator;
  const { quarantineSeconds, failingSince } = state.slotNeighbours;
  check(listedOf(delegator, strategy) !== undefined, "StrategyUnknown", strategy);
  const failing = tryPart(delegator, strategy, TRIED_SHARES) === undefined;
  check(failing !== runs(delegator, partFailingSince(delegator, strategy)), "NothingToReport", strategy, failing);
  const vaultSince = runs(delegator, failingSince) ? failingSince : block.timestamp;
  const since = failing ? vaultSince : 0n;
  state.partFailingSince = state.partFailingSince.set(strategy, since);
  emit(delegator, at, "PartFailing", { strategy, countsNothingFrom: failing ? since + quarantineSeconds : 0n });
  if (failing && failingSince === 0n && !canBeRead(delegator))
    emit(delegator, vault, "FailureReported", { component: at });
}

/** Whether a part counts as nothing for it cannot be read. */
export const isInDoubt = (delegator: Delegator, strategy: Address): boolean =>
  isQuarantined(delegator, strategy) && tryPart(delegator, strategy, TRIED_SHARES) === undefined;

export interface Worth {
  readonly quantity: bigint;
  readonly assets: bigint;
  readonly inDoubt: boolean;
}

/** What shares of a strategy are worth; nothing, and in doubt, when that has not been readable for long. */
export function worthOf(delegator: Delegator, strategy: Address, shares: bigint): Worth {
  const found = tryPart(delegator, strategy, shares);
  if (found !== undefined) return { ...found, inDoubt: false };
  check(isQuarantined(delegator, strategy), "PartUnreadable", strategy);
  return { quantity: 0n, assets: 0n, inDoubt: true };
}

function isQuarantined(delegator: Delegator, strategy: Address): boolean {
  const since = partFailingSince(delegator, strategy);
  const { quarantineSeconds } = delegator.state.slotNeighbours;
  return runs(delegator, since) && delegator.block.timestamp >= since + quarantineSeconds;
}

function runs({ state, block }: Delegator, since: bigint): boolean {
  const { quarantineSeconds, inDoubt } = state.slotNeighbours;
  return since !== 0n && (block.timestamp < since + 2n * quarantineSeconds || inDoubt);
}

/** By strategy and redemption rate; nothing where either does not say. */
function tryPart(
  delegator: Delegator,
  strategy: Address,
  shares: bigint,
): { readonly quantity: bigint; readonly assets: bigint } | undefined {
  let found = { quantity: 0n, assets: 0n };
  const failed = attempt(delegator, () => {
    const { rateWad, isReadable } = listedOf(delegator, strategy) ?? empty();
    const quantity = sharesToUnderlyingView(delegator, strategy, shares);
    if (!isReadable) empty();
    found = { quantity, assets: mulDivDown(quantity, rateWad, WAD) };
  });
  return failed === undefined ? found : undefined;
}
