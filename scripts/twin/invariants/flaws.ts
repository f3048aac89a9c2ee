/** A slip of one token in the model, which an invariant is there to see. */
export interface Flaw {
  readonly id: `INV-${number}`;
  readonly file: string;
  /** Stands once in the file. */
  readonly from: string;
  readonly to: string;
}

const flaw = (id: Flaw["id"], file: string, from: string, to: string): Flaw => ({
  ...{ id, file: `model/${file}.ts`, from, to },
});

/** One for every invariant. */
export const FLAWS: readonly Flaw[] = [
  flaw("INV-60", "1-staking/sweep", "standing.balanceGwei -= rest", "standing.balanceGwei = rest"),
  flaw(
    "INV-61",
    "2-liquid-staking/rebasing-shares",
    "pool.state.totalShares -= shares",
    "pool.state.totalShares += shares",
  ),
  flaw("INV-62", "2-liquid-staking/unstaking-queue", "state.lockedWei += amountWei", "state.lockedWei -= amountWei"),
  flaw(
    "INV-63",
    "2-liquid-staking/unstaking-queue",
    "filledWei: batch.filledWei + amountWei",
    "filledWei: batch.filledWei - amountWei",
  ),
  flaw(
    "INV-64",
    "2-liquid-staking/wrapped-staked-ether",
    "mint(pool, wstEth, sender, wstEthAmount);",
    "mint(pool, wstEth, sender, stEthAmount);",
  ),
  flaw(
    "INV-65",
    "2-liquid-staking/staked-ether",
    "mintShares(pool, sender, shares);",
    "mintShares(pool, sender, value);",
  ),
  flaw("INV-66", "3-restaking/strategies/strategy-base", "totalShares - amountShares", "totalShares + amountShares"),
  flaw("INV-67", "3-restaking/delegation/ledger", "sub(stake.shares, shares)", "add(stake.shares, shares)"),
  flaw(
    "INV-68",
    "3-restaking/strategies/strategy-base",
    "div(mul(add(balance, VIRTUAL), amountShares), add(allShares, VIRTUAL))",
    "div(mul(add(balance, VIRTUAL), amountShares), allShares)",
  ),
  flaw(
    "INV-69",
    "3-restaking/allocation/slashing",
    "encumbered: magnitudes.encumbered - slashed",
    "encumbered: magnitudes.encumbered + slashed",
  ),
  flaw(
    "INV-70",
    "5-lrt/accounting/vault-accounting",
    "books.lockedProfit = toUint(96n, lockedProfit + assets)",
    "books.lockedProfit = toUint(96n, lockedProfit - assets)",
  ),
  flaw("INV-71", "5-lrt/exits/fills", "books.idle -= paid", "books.idle += paid"),
  flaw("INV-72", "5-lrt/queue/exit-queue", "queue.closedShares += batch.shares", "queue.closedShares -= batch.shares"),
  flaw(
    "INV-73",
    "5-lrt/queue/claims",
    "unclaimedAssets: batch.unclaimedAssets - assets",
    "unclaimedAssets: batch.unclaimedAssets + assets",
  ),
  flaw("INV-74", "5-lrt/cover/cover", "cover.totalShares -= shares", "cover.totalShares += shares"),
  flaw("INV-75", "5-lrt/exits/fills", "books.recognised -= value", "books.recognised -= paid + value"),
  flaw("INV-76", "5-lrt/accounting/vault-accounting", "min(assets, books.recognised)", "max(assets, books.recognised)"),
  flaw("INV-77", "6-defi/rates/adaptive-curve-rate", "(startWad + last + 2n *", "(startWad + last + 3n *"),
  flaw("INV-78", "6-defi/liquidation/incentive", "(3n * WAD) / 10n", "(4n * WAD) / 10n"),
  flaw(
    "INV-79",
    "6-defi/liquidation/incentive",
    "incentiveFactor(lltvWad)) / WAD",
    "incentiveFactor(lltvWad)) / lltvWad",
  ),
  flaw("INV-80", "1-staking/epochs", "(s.effectiveGwei / ETHER_GWEI) *", "(s.balanceGwei / ETHER_GWEI) *"),
  flaw(
    "INV-81",
    "shared/batch-part",
    "mulDivDown(partShares, filledAssets, batchShares)",
    "mulDivDown(batchShares, filledAssets, partShares)",
  ),
  flaw("INV-82", "2-liquid-staking/reports", "afterWei * BPS - feeWei", "afterWei - feeWei"),
  flaw(
    "INV-83",
    "3-restaking/libraries/slashing-lib",
    "mulWadDown(mulWadDown(depositShares, scalingFactor), slashingFactor)",
    "mulWadDown(mulWadDown(depositShares, slashingFactor), slashingFactor)",
  ),
  flaw(
    "INV-84",
    "3-restaking/delegation/views",
    "slashableUntil < core.block.number",
    "slashableUntil > core.block.number",
  ),
  flaw(
    "INV-85",
    "3-restaking/allocation/slashing",
    "slash(core, operator, key, strategy, wad);",
    "slash(core, operator, key, set.strategies.at(-1), wad);",
  ),
  flaw(
    "INV-86",
    "5-lrt/queue/claims",
    "const owed = owedDown(ticket.shares, batch.shares, batch.filledAssets)",
    "const owed = owedDown(ticket.shares, batch.shares, batch.unclaimedAssets)",
  ),
  flaw("INV-87", "5-lrt/exits/fills", "value - charge(vault", "value + charge(vault"),
  flaw("INV-88", "6-defi/oracles/oracles", "BPS - boundBps, BPS), min(", "BPS - boundBps, BPS), max("),
  flaw("INV-89", "6-defi/oracles/twap", "isLrtFirst ? sum : -sum", "isLrtFirst ? sum : sum"),
  flaw("INV-90", "1-staking/sweep", "withdrawableEpoch <= epoch", "withdrawableEpoch >= epoch"),
  flaw("INV-91", "2-liquid-staking/unstaking-queue", "state.firstUnfilled++", "state.firstUnfilled--"),
  flaw(
    "INV-92",
    "3-restaking/delegation/queue",
    "core.block.number > slashableUntil",
    "core.block.number < slashableUntil",
  ),
  flaw(
    "INV-93",
    "3-restaking/strategies/slashed-shares",
    "if (ids.length === 0) state.pendingSets = removed",
    "if (ids.length !== 0) state.pendingSets = removed",
  ),
  flaw(
    "INV-94",
    "3-restaking/allocation/ledger",
    "encumbered: magnitudes.encumbered + pendingDiff",
    "encumbered: magnitudes.encumbered - pendingDiff",
  ),
  flaw(
    "INV-95",
    "5-lrt/queue/exit-queue",
    "if (shares === unfilled) queue.filling++",
    "if (shares !== unfilled) queue.filling++",
  ),
  flaw(
    "INV-96",
    "5-lrt/cover/cover",
    "timestamp >= opensAt && timestamp <= closesAt",
    "timestamp > opensAt && timestamp <= closesAt",
  ),
  flaw("INV-97", "6-defi/rates/adaptive-curve-rate", "(50n * WAD) / YEAR_SECONDS", "(5n * WAD) / YEAR_SECONDS"),
  flaw("INV-98", "6-defi/oracles/twap", "towardsZero - 1n : towardsZero", "towardsZero - 1n : towardsZero + 1n"),
  flaw("INV-100", "1-staking/epochs", "? base : 0n, loss: 0n", "? base + s.rewardGwei / base : 0n, loss: 0n"),
  flaw("INV-101", "1-staking/sweep", "gwei: sweptThisBlockGwei(chain, recipient) + amountGwei", "gwei: amountGwei"),
  flaw("INV-102", "2-liquid-staking/reports", "isComplete ? undefined : frame", "isComplete ? frame : undefined"),
  flaw("INV-103", "2-liquid-staking/unstaking-queue", "done < maxBatches", "done + 1n < maxBatches"),
  flaw("INV-104", "2-liquid-staking/unstaking-queue", "ends && batch.unclaimedRequests === 0n ?", "ends ?"),
  flaw("INV-105", "3-restaking/allocation/changes", "cleared < most", "cleared + 1n < most"),
  flaw(
    "INV-106",
    "3-restaking/strategies/strategy-base",
    "setTotalShares(core, strategy, sharesAfter);\n  const rate",
    "setTotalShares(core, strategy, totalShares);\n  const rate",
  ),
  flaw(
    "INV-107",
    "3-restaking/allocation/slashing",
    "const after = before - slashed",
    "const after = allocation.currentMagnitude - slashed",
  ),
  flaw("INV-108", "5-lrt/accounting/component-accounting", "books.pending = 0n", "books.pending = net"),
  flaw(
    "INV-109",
    "5-lrt/accounting/accounting-math",
    "min(sinceSeconds, dripSeconds)",
    "max(sinceSeconds, dripSeconds)",
  ),
  flaw("INV-110", "5-lrt/accounting/component-accounting", "[-books.pending, 0n, false", "[0n, 0n, false"),
  flaw(
    "INV-111",
    "5-lrt/queue/claims",
    "const owed = owedDown(ticket.shares, batch.shares, batch.filledAssets)",
    "const owed = owedDown(ticket.shares, batch.shares, batch.unclaimedAssets)",
  ),
  flaw(
    "INV-112",
    "6-defi/rates/adaptive-curve-rate",
    "((SPEED_WAD * error) / WAD) * seconds",
    "((SPEED_WAD * error) / WAD) * seconds * seconds",
  ),
  flaw(
    "INV-113",
    "6-defi/liquidation/incentive",
    "(((debt * incentiveFactor(lltvWad)) / WAD) *",
    "(((debt * debt * incentiveFactor(lltvWad)) / WAD) *",
  ),
];
