import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { revertData } from "../../lib/ladder/answers.ts";
import { castOf } from "../../lib/ladder/cast.ts";
import type { Ladder } from "../../lib/ladder/ladder.ts";
import { podOf, slots } from "../../lib/ladder/pod-of.ts";
import { ticketsOf } from "./tickets.ts";
import { wayOut } from "./ways-out.ts";
import { exitTimes, unlessRefused, vaultExit, type VaultExit } from "./exit-times.ts";
import { WAD } from "../../lib/units.ts";

/** One line of the ladder. Amounts are wei, rates wads, times the soonest and the latest; what does not apply is absent. */
export interface StatusRow extends Partial<VaultExit> {
  readonly rung: string;
  readonly holder: string;
  readonly shares?: bigint;
  readonly unit?: string;
  readonly rateWad?: bigint;
  readonly valueWei: bigint;
  readonly pendingWei: bigint;
  /** Why a number is what it is, where it needs saying. */
  readonly note?: string;
}

/** The whole ladder, from the ground up. */
export async function statusRows(ladder: Ladder): Promise<StatusRow[]> {
  const { contracts, ethers } = ladder;
  const { stETH, wstETH, lstReserve, restaker, allocation, bridge, delegation } = contracts;
  const times = await exitTimes(ladder);
  const cast = castOf(await ethers.getSigners());
  const nameOf = (address: string): string => [...cast].find(([, { address: one }]) => one === address)?.[0] ?? address;
  const lstRate = await wstETH.stEthPerToken();
  const rows: StatusRow[] = [
    {
      rung: "1 staking",
      holder: "the LST's pool",
      valueWei: await stETH.getTotalPooledEther(),
      pendingWei: await stETH.bufferedEther(),
      secondsToExit: times.validator,
    },
    {
      rung: "2 liquid staking",
      holder: "the vault's reserve",
      shares: await lstReserve.idleLst(),
      unit: "wstETH",
      rateWad: lstRate,
      valueWei: await lstReserve.value(),
      pendingWei: await lstReserve.exitingAssets(),
      secondsToExit: times.lst,
    },
  ];
  const strategies = [...(await restaker.strategies())];
  for (const slot of await slots(ladder)) {
    const { delegator } = await podOf(ladder, slot);
    const operator = nameOf((await restaker.slotAt(slot)).operator);
    const { withdrawableShares } = await delegation.getWithdrawableShares(delegator, strategies);
    for (const [index, strategy] of strategies.entries()) {
      const { assets } = await delegator.restaked(strategy);
      const native = index === 0;
      rows.push({
        rung: "3 restaking",
        holder: `${operator}, ${native ? "validators" : "wstETH"}`,
        shares: withdrawableShares[index]!,
        unit: native ? "ETH" : "shares",
        rateWad: native ? WAD : lstRate,
        valueWei: assets + (native ? await delegator.unverifiedAssets() : 0n),
        pendingWei: native ? await delegator.exitingAssets() : 0n,
        secondsToExit: native ? times.validator + times.core : times.core + times.lst,
      });
    }
  }
  const { operators, weightedShares } = await bridge.stakes(await bridge.OPERATOR_SET_ID());
  for (const [index, operator] of operators.entries())
    rows.push({
      rung: "4 services",
      holder: `${nameOf(operator)}, behind the bridge`,
      shares: weightedShares[index]!,
      unit: "shares",
      rateWad: (await allocation.getMaxMagnitude(operator, strategies[0]!)) as bigint,
      valueWei: weightedShares[index]!,
      pendingWei: 0n,
      secondsToExit: times.core,
    });
  rows.push(...(await lossRows(ladder)));
  for (const [name, signer] of cast) {
    rows.push(...(await holderRows(ladder, name, signer)));
    rows.push(...(await facadeRows(ladder, name, signer)));
  }
  rows.push(...(await vaultRows(ladder)));
  return rows;
}

/** The most that each service could take of the vault within the core's delay, whatever its operators do. */
async function lossRows({ contracts, addresses }: Ladder): Promise<StatusRow[]> {
  const horizonBlocks = await contracts.rules.horizonBlocks();
  const rows: StatusRow[] = [];
  for (const service of ["bridge", "oracle", "availability"] as const) {
    const valueWei = await contracts.exposure.maximumLoss(addresses[service], horizonBlocks);
    rows.push({ rung: "4 services", holder: `${service}, the most it can take`, valueWei, pendingWei: 0n });
  }
  const announced = await contracts.announcedLoss.announcedLoss();
  if (announced > 0n)
    rows.push({ rung: "4 services", holder: "announced slashes, the most", valueWei: announced, pendingWei: 0n });
  return rows;
}

/** The vault as it is booked, as a sync would find it now, and what it would still take in. */
async function vaultRows(ladder: Ladder): Promise<StatusRow[]> {
  const { contracts, keeper } = ladder;
  const { vault, views, estimates, facade } = contracts;
  const { supply, recognised, lockedProfit } = await vault.totals();
  const shares = { rung: "5 the vault", shares: supply, unit: "LRT" };
  const exit = (await vaultExit(estimates.estimateExitOf(supply - (await vault.balanceOf(contracts.exitQueue))))) ?? {};
  const live = await unlessRefused(Promise.all([views.liveRate(), views.liveTotals()]));
  const rows: StatusRow[] = [
    {
      ...shares,
      holder: "everyone",
      rateWad: await vault.rate(),
      valueWei: recognised,
      pendingWei: lockedProfit,
      ...exit,
    },
  ];
  if (live !== undefined) {
    const [rateWad, totals] = live;
    rows.push({
      ...shares,
      holder: "everyone, if synced now",
      rateWad,
      valueWei: totals.recognised,
      pendingWei: totals.lockedProfit,
    });
  }
  const room = await facade.maxDeposit(keeper);
  const note = room === 0n ? await whyNoRoom(ladder) : undefined;
  rows.push({
    rung: "5 the vault",
    holder: "room for deposits",
    valueWei: room,
    pendingWei: 0n,
    ...(note !== undefined && { note }),
  });
  return rows;
}

/** Why nothing can be put in: what the vault would answer to a deposit that does not look at the stake before. */
async function whyNoRoom({ contracts: { vault }, keeper }: Ladder): Promise<string> {
  const answer = await vault.deposit.staticCall(keeper, 0n, 2n ** 64n - 1n, { value: WAD, from: keeper }).then(
    () => undefined,
    (error: unknown) => vault.interface.parseError(revertData(error) ?? "0x")?.name,
  );
  return (answer && wayOut(answer)) ?? "what a full sync found is too old: run `keepers`";
}

async function holderRows(ladder: Ladder, name: string, { address }: HardhatEthersSigner): Promise<StatusRow[]> {
  const { vault, estimates } = ladder.contracts;
  const shares = await vault.balanceOf(address);
  const tickets = await ticketsOf(ladder, address);
  const queued = tickets.reduce((sum, ticket) => sum + ticket.shares, 0n);
  if (shares === 0n && queued === 0n) return [];
  const claimable = tickets.reduce((sum, { claimableWei }) => sum + claimableWei, 0n);
  const next = tickets.find(({ claimableWei }) => claimableWei > 0n) ?? tickets[0];
  const exit = next === undefined ? estimates.estimateExitOf(shares) : estimates.estimateExit(next.ticket);
  return [
    {
      rung: "5 the vault",
      holder: name,
      shares,
      unit: "LRT",
      rateWad: await vault.rate(),
      valueWei: await vault.toAssetsDown(shares),
      pendingWei: claimable > 0n ? claimable : await vault.toAssetsDown(queued),
      ...(claimable > 0n ? { secondsToExit: 0n, latestSecondsToExit: 0n } : await vaultExit(exit)),
    },
  ];
}

/** What an account has asked out through the facade: what waits, and what it can take. */
async function facadeRows({ contracts }: Ladder, name: string, { address }: HardhatEthersSigner): Promise<StatusRow[]> {
  const { facade, vault, exitQueue } = contracts;
  const open = await exitQueue.openBatchId();
  let shares = 0n;
  for (let id = await exitQueue.fillingBatchId(); id <= open; ++id)
    shares += await facade.pendingRedeemRequest(id, address);
  const pendingWei = await facade.maxWithdraw(address);
  if (shares === 0n && pendingWei === 0n) return [];
  const valueWei = await vault.toAssetsDown(shares);
  return [{ rung: "5 the vault", holder: `${name}, by the facade`, shares, unit: "LRT", valueWei, pendingWei }];
}
